package dev.tintype.cli.client;

import java.util.Optional;

/// How an image stands.
///
/// @param id the image
/// @param version its latest version
/// @param state such as `ready`
/// @param reason why it failed, if it did
/// @param message the same for people
public record ImageStatus(
    String id, String version, String state, Optional<String> reason, Optional<String> message) {

  /// @return whether nothing more happens by itself
  public boolean isEnd() {
    return switch (state) {
      case "awaiting_upload", "queued", "processing" -> false;
      default -> true;
    };
  }

  /// @return whether its variants are there
  public boolean isReady() {
    return state.equals("ready");
  }
}
