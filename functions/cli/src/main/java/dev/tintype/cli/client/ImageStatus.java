package dev.tintype.cli.client;

import java.util.Optional;

/// The state of an image.
///
/// @param id the image
/// @param version its latest version
/// @param state such as `ready`
/// @param reason why it failed, if it did
/// @param message the reason as a sentence
public record ImageStatus(
    String id, String version, String state, Optional<String> reason, Optional<String> message) {

  /// @return whether the state never changes by itself
  public boolean isEnd() {
    return switch (state) {
      case "awaiting_upload", "queued", "processing" -> false;
      default -> true;
    };
  }

  /// @return whether its variants exist
  public boolean isReady() {
    return state.equals("ready");
  }
}
