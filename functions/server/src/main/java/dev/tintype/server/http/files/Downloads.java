package dev.tintype.server.http.files;

import dev.tintype.core.Keys;
import dev.tintype.core.api.Problem;
import dev.tintype.core.port.DirectUploads;
import dev.tintype.core.port.DirectUploads.PermittedDownload;
import dev.tintype.core.port.DirectUploads.Verdict;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import dev.tintype.server.http.exchange.Living;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// `GET /download/{key}`: an original, by a signed URL. Browsers always save it and never display
/// it.
public final class Downloads implements Endpoint {

  /// The path prefix.
  static final String FOLDER = "/download/";

  private final DirectUploads direct;
  private final Storage originals;
  private final Living living;
  private final StoredAnswer answer;

  public Downloads(DirectUploads direct, Storage originals, Living living) {
    this.direct = direct;
    this.living = living;
    this.originals = originals;
    this.answer = new StoredAnswer(originals);
  }

  @Override
  public String name() {
    return "download";
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    switch (direct.download(SignedRequests.signed(exchange, FOLDER))) {
      case Verdict.Valid<PermittedDownload>(PermittedDownload permitted) ->
          send(exchange, permitted);
      case Verdict.Expired<PermittedDownload> _ -> exchange.answer(Problem.EXPIRED);
      case Verdict.Tampered<PermittedDownload> _ -> exchange.answer(Problem.SIGNATURE);
    }
  }

  private void send(Exchange exchange, PermittedDownload permitted) throws IOException {
    Optional<Problem> dead = living.complaint(permitted.key());
    if (dead.isPresent()) {
      exchange.answer(dead.get());
      return;
    }
    Optional<StoredObject> found = originals.head(permitted.key());
    Optional<Keys.OriginalKey> key = Keys.parseOriginal(permitted.key());
    if (found.isEmpty() || key.isEmpty()) {
      exchange.answer(Problem.NOT_FOUND);
      return;
    }
    exchange.set("content-type", "application/octet-stream");
    exchange.set("content-disposition", "attachment; " + fileName(permitted.fileName()));
    exchange.set("cache-control", "private, no-store");
    answer.answer(exchange, found.get(), '"' + key.get().sha256().hex() + '"');
  }

  /// RFC 6266: plain for old clients, UTF-8 for the others.
  private static String fileName(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "filename=\"%s\"; filename*=UTF-8''%s".formatted(plain, encoded.replace("*", "%2A"));
  }
}
