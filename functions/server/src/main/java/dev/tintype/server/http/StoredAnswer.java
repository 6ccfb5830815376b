package dev.tintype.server.http;

import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.Range;
import dev.tintype.core.port.Storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/// Answers with a stored object, or the part of it that is asked for. Headers that describe the
/// object are set by the caller.
final class StoredAnswer {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Storage storage;

  StoredAnswer(Storage storage) {
    this.storage = storage;
  }

  /// @param tag the object's entity tag, quoted
  void answer(Exchange exchange, StoredObject object, String tag) throws IOException {
    exchange.set("etag", tag);
    exchange.set("accept-ranges", "bytes");
    if (isKnown(exchange, tag)) {
      exchange.answer(304, new byte[0]);
      return;
    }
    switch (ByteRange.of(rangeIfCurrent(exchange, tag), object.bytes())) {
      case ByteRange.Whole _ -> send(exchange, 200, object, Optional.empty());
      case ByteRange.Part part -> {
        Range range = part.range();
        exchange.set(
            "content-range", "bytes %d-%d/%d".formatted(range.from(), range.to(), object.bytes()));
        send(exchange, 206, object, Optional.of(range));
      }
      case ByteRange.NotSatisfiable _ -> {
        exchange.set("content-range", "bytes */" + object.bytes());
        exchange.answer(
            new HttpProblem(416, "no-such-range", "The object has no bytes in this range."));
      }
    }
  }

  private static boolean isKnown(Exchange exchange, String tag) {
    return exchange
        .header("if-none-match")
        .filter(tags ->
            Arrays.stream(tags.split(",", -1))
                .map(String::strip)
                .anyMatch(t -> t.equals("*") || t.equals(tag) || t.equals("W/" + tag)))
        .isPresent();
  }

  private static Optional<String> rangeIfCurrent(Exchange exchange, String tag) {
    boolean current = exchange.header("if-range").filter(t -> !t.strip().equals(tag)).isEmpty();
    return current && exchange.isMethod("GET") ? exchange.header("range") : Optional.empty();
  }

  private void send(Exchange exchange, int status, StoredObject object, Optional<Range> range)
      throws IOException {
    long bytes = range.map(r -> r.to() - r.from() + 1).orElse(object.bytes());
    if (exchange.isMethod("HEAD")) {
      exchange.set("content-length", Long.toString(bytes));
      exchange.begin(status).close();
      return;
    }
    try (InputStream in = storage.open(object.key(), range).orElse(null)) {
      if (in == null) {
        exchange.answer(HttpProblem.NOT_FOUND);
        return;
      }
      exchange.set("content-length", Long.toString(bytes));
      try (OutputStream out = exchange.begin(status)) {
        copy(in, out);
      }
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
  }
}
