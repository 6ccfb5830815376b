package dev.tintype.server.http.files;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.tintype.core.port.Storage.Range;
import java.util.Optional;

/// Fuzzes `Range` headers. A parsed part must lie inside the object.
public final class RangeTarget {

  private RangeTarget() {}

  /// Runs one input.
  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    long bytes = data.consumeLong(0, 1L << 50);
    String header =
        data.consumeBoolean()
            ? "bytes=" + data.consumeLong() + "-" + data.consumeRemainingAsString()
            : data.consumeRemainingAsString();
    if (ByteRange.of(Optional.of(header), bytes) instanceof ByteRange.Part(Range range)
        && (range.from() < 0 || range.from() > range.to() || range.to() >= bytes)) {
      throw new AssertionError(header + " of " + bytes + " is " + range);
    }
  }
}
