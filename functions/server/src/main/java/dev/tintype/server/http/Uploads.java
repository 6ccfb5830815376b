package dev.tintype.server.http;

import dev.tintype.backends.file.FileStorage;
import dev.tintype.backends.file.HmacPermissions;
import dev.tintype.backends.file.HmacPermissions.PermittedUpload;
import dev.tintype.backends.file.HmacPermissions.Verdict;
import dev.tintype.backends.file.UploadSink;
import dev.tintype.backends.file.UploadSink.Received;
import dev.tintype.core.flow.OriginalArrived;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;

/// `PUT /upload/{key}`: an original, as its permission says, to disk while it is hashed. A refused
/// upload leaves nothing behind.
final class Uploads implements Endpoint {

  /// Where they go.
  static final String FOLDER = "/upload/";

  private static final Logger LOGGER = System.getLogger("dev.tintype.http");
  private static final int BUFFER_BYTES = 1 << 16;

  private final HmacPermissions permissions;
  private final FileStorage originals;
  private final OriginalArrived arrived;
  private final SlowestClient slowest;
  private final InstantSource clock;

  Uploads(
      HmacPermissions permissions,
      FileStorage originals,
      OriginalArrived arrived,
      SlowestClient slowest,
      InstantSource clock) {
    this.permissions = permissions;
    this.originals = originals;
    this.arrived = arrived;
    this.slowest = slowest;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "upload";
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    switch (permissions.upload(UploadProblems.signed(exchange, FOLDER))) {
      case Verdict.Valid<PermittedUpload>(PermittedUpload permitted) -> {
        if (originals.head(permitted.key()).isPresent()) {
          tell(permitted.key());
          refuse(exchange, UploadProblems.STORED);
        } else {
          receive(exchange, permitted);
        }
      }
      case Verdict.Expired<PermittedUpload> _ -> refuse(exchange, UploadProblems.EXPIRED);
      case Verdict.Tampered<PermittedUpload>(String what) ->
          refuse(exchange, tampered(exchange, what));
    }
  }

  private static HttpProblem tampered(Exchange exchange, String what) {
    if (what.equals("signature")) {
      return UploadProblems.SIGNATURE;
    }
    if (what.equals("content-length") && exchange.contentLength() < 0) {
      return UploadProblems.LENGTH_REQUIRED;
    }
    return UploadProblems.HEADER.saying("The header " + what + " is not as it was signed.");
  }

  private void receive(Exchange exchange, PermittedUpload permitted) throws IOException {
    HttpProblem problem;
    try (UploadSink sink = originals.receive(permitted.key(), permitted.original())) {
      Transfer transfer = transfer(exchange.body(), sink);
      if (transfer == Transfer.WHOLE) {
        finish(exchange, permitted, sink.commit());
        return;
      }
      problem = transfer == Transfer.TOO_LONG ? UploadProblems.TOO_LONG : UploadProblems.TOO_SLOW;
    }
    refuse(exchange, problem);
  }

  private enum Transfer {
    WHOLE,
    TOO_LONG,
    TOO_SLOW
  }

  private Transfer transfer(InputStream body, UploadSink sink) throws IOException {
    long began = clock.millis();
    long bytes = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      bytes += n;
      if (!sink.append(ByteBuffer.wrap(buffer, 0, n))) {
        return Transfer.TOO_LONG;
      }
      if (slowest.isSlower(bytes, Duration.ofMillis(clock.millis() - began))) {
        return Transfer.TOO_SLOW;
      }
    }
    return Transfer.WHOLE;
  }

  private void finish(Exchange exchange, PermittedUpload permitted, Received received)
      throws IOException {
    switch (received) {
      case Received.Stored _ -> {
        tell(permitted.key());
        exchange.set("etag", '"' + permitted.original().sha256().hex() + '"');
        exchange.answer(200, new byte[0]);
      }
      case Received.AlreadyThere _, Received.Conflict _ -> {
        tell(permitted.key());
        exchange.answer(UploadProblems.STORED);
      }
      case Received.WrongLength(long bytes) ->
          exchange.answer(
              UploadProblems.TOO_SHORT.saying(
                  "The upload ended after " + bytes + " of " + permitted.original().bytes()));
      case Received.WrongDigest _ -> exchange.answer(UploadProblems.DIGEST);
    }
  }

  /// The original is stored, whatever comes of telling: should it fail, the sweeper finds it.
  private void tell(String key) {
    try {
      arrived.arrived(key);
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, () -> "event=upload.not_told key=" + key, e);
    }
  }

  /// Answers before the body was read. A little of it is read all the same: a client that is still
  /// sending when the connection closes would see that, and not the answer.
  private void refuse(Exchange exchange, HttpProblem problem) throws IOException {
    exchange.set("connection", "close");
    exchange.answer(problem);
    Leftover.drain(exchange.body(), clock);
  }
}
