package dev.tintype.server.http.files;

import dev.tintype.core.api.Problem;
import dev.tintype.core.port.Storage.Range;
import dev.tintype.server.http.exchange.Exchange;
import dev.tintype.server.http.exchange.Preconditions;
import java.util.Optional;

/// The part of an object to answer with, by the request's conditions and range.
sealed interface ObjectPart {

  /// Its headers alone.
  ///
  /// @param status 200 for `HEAD`, else 304
  record Nothing(int status) implements ObjectPart {}

  /// A problem.
  ///
  /// @param problem why
  record Refused(Problem problem) implements ObjectPart {}

  /// All its bytes, or some of them.
  ///
  /// @param status 200 or 206
  /// @param range which bytes; to be disregarded when the object is empty
  record Bytes(int status, Range range) implements ObjectPart {}

  /// Decides, and sets the matching headers.
  ///
  /// @param bytes the object's length
  /// @param tag its entity tag, quoted
  static ObjectPart asked(Exchange exchange, long bytes, String tag) {
    exchange.set("etag", tag);
    exchange.set("accept-ranges", "bytes");
    return switch (Preconditions.of(exchange, tag)) {
      case KNOWN -> new Nothing(304);
      case FAIL -> new Refused(Problem.PRECONDITION_FAILED);
      case HOLD -> part(exchange, bytes, tag);
    };
  }

  private static ObjectPart part(Exchange exchange, long bytes, String tag) {
    if (exchange.isMethod("HEAD")) {
      return new Nothing(200);
    }
    return switch (ByteRange.of(rangeIfCurrent(exchange, tag), bytes)) {
      case ByteRange.Whole _ -> new Bytes(200, new Range(0, Math.max(0, bytes - 1)));
      case ByteRange.Part(Range range) -> {
        exchange.set("content-range", "bytes %d-%d/%d".formatted(range.from(), range.to(), bytes));
        yield new Bytes(206, range);
      }
      case ByteRange.NotSatisfiable _ -> {
        exchange.set("content-range", "bytes */" + bytes);
        yield new Refused(Problem.NO_SUCH_RANGE);
      }
    };
  }

  private static Optional<String> rangeIfCurrent(Exchange exchange, String tag) {
    boolean current = exchange.header("if-range").filter(t -> !t.strip().equals(tag)).isEmpty();
    return current ? exchange.header("range") : Optional.empty();
  }
}
