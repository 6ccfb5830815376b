package dev.tintype.server.http.files;

import dev.tintype.core.api.Problem;
import dev.tintype.core.api.ProblemDetails;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.port.DirectUploads;
import dev.tintype.core.port.DirectUploads.PermittedUpload;
import dev.tintype.core.port.DirectUploads.Verdict;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UploadSink;
import dev.tintype.core.port.UploadSink.Received;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import dev.tintype.server.http.exchange.Living;
import dev.tintype.server.http.exchange.SlowestClient;
import dev.tintype.server.http.exchange.UnreadBody;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// `PUT /upload/{key}`: receives an original according to its permission. It writes to disk and
/// hashes at the same time. A refused upload leaves nothing behind.
public final class Uploads implements Endpoint {

  /// The path prefix.
  static final String FOLDER = "/upload/";

  private static final Logger LOGGER = System.getLogger("dev.tintype.http");
  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);

  private final DirectUploads direct;
  private final Storage originals;
  private final OriginalArrived arrived;
  private final Living living;
  private final SlowestClient slowest;

  public Uploads(
      DirectUploads direct,
      Storage originals,
      OriginalArrived arrived,
      Living living,
      SlowestClient slowest) {
    this.direct = direct;
    this.originals = originals;
    this.arrived = arrived;
    this.living = living;
    this.slowest = slowest;
  }

  @Override
  public String name() {
    return "upload";
  }

  @Override
  public void answer(Exchange exchange) throws IOException, InterruptedException {
    switch (direct.upload(SignedRequests.signed(exchange, FOLDER))) {
      case Verdict.Valid<PermittedUpload>(PermittedUpload permitted) -> {
        UploadedImage image =
            new UploadedImage(
                living, permitted.key(), System::nanoTime, () -> Thread.sleep(BETWEEN_QUESTIONS));
        Optional<Problem> dead = image.atStart();
        if (dead.isPresent()) {
          refuse(exchange, dead.get().details());
        } else if (originals.head(permitted.key()).isPresent()) {
          tell(permitted.key(), arrived::arrived);
          refuse(exchange, Problem.ALREADY_STORED.details());
        } else {
          receive(exchange, permitted, image);
        }
      }
      case Verdict.Expired<PermittedUpload> _ -> refuse(exchange, Problem.EXPIRED.details());
      case Verdict.Tampered<PermittedUpload>(String what) ->
          refuse(exchange, tampered(exchange, what));
    }
  }

  private static ProblemDetails tampered(Exchange exchange, String what) {
    if (what.equals("signature")) {
      return Problem.SIGNATURE.details();
    }
    if (what.equals("content-length") && exchange.contentLength() < 0) {
      return Problem.LENGTH_REQUIRED.details();
    }
    return Problem.SIGNED_HEADER.saying("The header " + what + " is not as it was signed.");
  }

  private void receive(Exchange exchange, PermittedUpload permitted, UploadedImage image)
      throws IOException, InterruptedException {
    try (UploadSink sink = direct.receive(permitted)) {
      if (exchange.body(slowest).transferTo(sink::append)) {
        finish(exchange, permitted, image, sink);
        return;
      }
    }
    refuse(exchange, Problem.TOO_LONG.details());
  }

  /// The image is looked up before and after the original is stored. So an erasure need not wait
  /// for the end of an upload that began before it.
  private void finish(
      Exchange exchange, PermittedUpload permitted, UploadedImage image, UploadSink sink)
      throws IOException, InterruptedException {
    Optional<Problem> dead = image.beforeStoring();
    if (dead.isPresent()) {
      exchange.answer(dead.get());
      return;
    }
    finish(exchange, permitted, image, sink.commit());
  }

  private void finish(
      Exchange exchange, PermittedUpload permitted, UploadedImage image, Received received)
      throws IOException {
    switch (received) {
      case Received.Stored _ -> {
        Optional<Problem> dead = image.afterStoring();
        if (dead.isPresent()) {
          originals.delete(permitted.key());
          exchange.answer(dead.get());
          return;
        }
        tell(permitted.key(), arrived::arrivedOfLive);
        exchange.set("etag", '"' + permitted.original().sha256().hex() + '"');
        exchange.answer(200, new byte[0]);
      }
      case Received.AlreadyThere _, Received.Conflict _ -> {
        tell(permitted.key(), arrived::arrived);
        exchange.answer(Problem.ALREADY_STORED);
      }
      case Received.WrongLength(long bytes) ->
          exchange.answer(
              Problem.TOO_SHORT.saying(
                  "The upload ended after " + bytes + " of " + permitted.original().bytes()));
      case Received.WrongDigest _ -> exchange.answer(Problem.DIGEST);
    }
  }

  /// Announces the stored original. If the job store does not answer, the upload still counts: the
  /// sweeper finds the original.
  private static void tell(String key, Consumer<String> arrival) {
    try {
      arrival.accept(key);
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, () -> "event=upload.not_told key=" + key, e);
    }
  }

  private static void refuse(Exchange exchange, ProblemDetails problem)
      throws IOException, InterruptedException {
    UnreadBody.answer(exchange, () -> exchange.answer(problem));
  }
}
