package dev.tintype.server.http.files;

import dev.tintype.core.api.Problem;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.Range;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.server.http.exchange.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// Answers with a stored object or the requested part of it. The caller sets the headers that
/// describe the object.
final class StoredAnswer {

  private static final int BUFFER_BYTES = 1 << 17;

  private final Storage storage;

  StoredAnswer(Storage storage) {
    this.storage = storage;
  }

  /// @param tag the object's entity tag, quoted
  void answer(Exchange exchange, StoredObject object, String tag) throws IOException {
    switch (ObjectPart.asked(exchange, object.bytes(), tag)) {
      case ObjectPart.Nothing(int status) -> exchange.answerNothing(status, object.bytes());
      case ObjectPart.Refused(Problem problem) -> exchange.answer(problem);
      case ObjectPart.Bytes(int status, Range range) -> send(exchange, status, object, range);
    }
  }

  private void send(Exchange exchange, int status, StoredObject object, Range range)
      throws IOException {
    if (object.bytes() == 0) {
      exchange.answer(status, new byte[0]);
      return;
    }
    try (InputStream in =
        storage
            .open(object.key(), status == 206 ? Optional.of(range) : Optional.empty())
            .orElse(null)) {
      if (in == null) {
        exchange.answer(Problem.NOT_FOUND);
        return;
      }
      exchange.set("content-length", Long.toString(range.to() - range.from() + 1));
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
