package dev.tintype.core.port;

import dev.tintype.core.json.MalformedJson;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// How adapters of the job store read records, so that one which cannot be read is told from a
/// caller's mistake and stops no other.
public final class RecordReading {

  private RecordReading() {}

  /// @param reading parses the record
  /// @throws UnreadableRecord when it cannot be read
  public static <T> T one(Unreadable.Kind kind, String key, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedJson e) {
      throw new UnreadableRecord(new Unreadable(kind, key, String.valueOf(e.getMessage())));
    }
  }

  /// @param reading parses the record
  /// @param skipped is told of a record that cannot be read
  /// @return the record, unless it was skipped
  public static <T> Optional<T> oneOfMany(
      Unreadable.Kind kind, String key, Supplier<T> reading, Consumer<Unreadable> skipped) {
    try {
      return Optional.of(one(kind, key, reading));
    } catch (UnreadableRecord e) {
      skipped.accept(e.unreadable());
      return Optional.empty();
    }
  }
}
