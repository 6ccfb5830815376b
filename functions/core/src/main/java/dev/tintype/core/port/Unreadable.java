package dev.tintype.core.port;

import dev.tintype.core.ImageId;
import java.util.Locale;
import java.util.Optional;

/// A stored record that this build cannot read: a newer release wrote it, or it is damaged. It
/// stays as it is, and concerns nothing but itself.
///
/// @param kind what it is
/// @param key an image's id, `{image}/{version}`, an outcome's id, or a key's digest
/// @param why what was seen
public record Unreadable(Kind kind, String key, String why) {

  /// What a record is of.
  public enum Kind {
    /// An image.
    IMAGE,
    /// A version of an image.
    VERSION,
    /// A row of the outbox.
    OUTCOME,
    /// What was answered under an idempotency key.
    ANSWER;

    /// @return the name in logs and reports, such as `version`
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @return the image it belongs to, where the key names one
  public Optional<ImageId> imageId() {
    if (kind != Kind.IMAGE && kind != Kind.VERSION) {
      return Optional.empty();
    }
    String id = key.split("/", 2)[0];
    return ImageId.isUlid(id) ? Optional.of(new ImageId(id)) : Optional.empty();
  }
}
