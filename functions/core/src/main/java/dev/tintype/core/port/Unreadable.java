package dev.tintype.core.port;

import dev.tintype.core.ImageId;
import dev.tintype.core.json.MalformedJson;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

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

  /// Reads a record, so that one which cannot be read is told from a caller's mistake.
  ///
  /// @param reading parses the record
  /// @throws UnreadableRecord when it cannot be read
  public static <T> T read(Kind kind, String key, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedJson e) {
      throw new UnreadableRecord(new Unreadable(kind, key, String.valueOf(e.getMessage())));
    }
  }

  /// Reads one record of many, so that one which cannot be read stops no other.
  ///
  /// @param reading parses the record
  /// @param skipped is told of a record that cannot be read
  /// @return the record, unless it was skipped
  public static <T> Optional<T> readOrSkip(
      Kind kind, String key, Supplier<T> reading, Consumer<Unreadable> skipped) {
    try {
      return Optional.of(read(kind, key, reading));
    } catch (UnreadableRecord e) {
      skipped.accept(e.unreadable());
      return Optional.empty();
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
