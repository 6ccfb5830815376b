package dev.tintype.server.http.files;

import dev.tintype.core.Keys;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.files.HmacPermissions;
import dev.tintype.files.HmacPermissions.PermittedDownload;
import dev.tintype.files.HmacPermissions.Verdict;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import dev.tintype.server.http.exchange.HttpProblem;
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

  private final HmacPermissions permissions;
  private final Storage originals;
  private final Living living;
  private final StoredAnswer answer;

  public Downloads(HmacPermissions permissions, Storage originals, Living living) {
    this.permissions = permissions;
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
    switch (permissions.download(UploadProblems.signed(exchange, FOLDER))) {
      case Verdict.Valid<PermittedDownload>(PermittedDownload permitted) ->
          send(exchange, permitted);
      case Verdict.Expired<PermittedDownload> _ -> exchange.answer(UploadProblems.EXPIRED);
      case Verdict.Tampered<PermittedDownload> _ -> exchange.answer(UploadProblems.SIGNATURE);
    }
  }

  private void send(Exchange exchange, PermittedDownload permitted) throws IOException {
    Optional<HttpProblem> dead = living.complaint(permitted.key());
    if (dead.isPresent()) {
      exchange.answer(dead.get());
      return;
    }
    Optional<StoredObject> found = originals.head(permitted.key());
    Optional<Keys.OriginalKey> key = Keys.parseOriginal(permitted.key());
    if (found.isEmpty() || key.isEmpty()) {
      exchange.answer(HttpProblem.NOT_FOUND);
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
