package dev.tintype.server.http.files;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.api.Problem;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.util.Callback;

/// `GET|HEAD /files/{key}`: variants and manifests, public and cacheable without an end. A key's
/// bytes never change, so the entity tag is derived from the key. Small, often requested files are
/// answered from memory by the thread that read the request.
public final class PublicFiles implements Endpoint {

  /// The path prefix.
  static final String FOLDER = "/files/";

  private static final long CACHE_BYTES = 48L << 20;
  private static final long LARGEST_CACHED = 1L << 20;

  private final Storage variants;
  private final StoredAnswer answer;
  private final FileCache cache = new FileCache(CACHE_BYTES, LARGEST_CACHED);

  public PublicFiles(Storage variants) {
    this.variants = variants;
    this.answer = new StoredAnswer(variants);
  }

  @Override
  public String name() {
    return "files";
  }

  @Override
  public boolean answersAtOnce(Exchange exchange, Callback callback) {
    if (!exchange.isMethod("GET", "HEAD")) {
      return false;
    }
    String key = key(exchange);
    Optional<FileCache.Loan> found = cache.find(key, variants::localFile);
    found.ifPresent(loan -> send(exchange, key, loan, new Releasing(callback, loan)));
    return found.isPresent();
  }

  private static void send(Exchange exchange, String key, FileCache.Loan file, Callback callback) {
    describe(exchange, key);
    switch (ObjectPart.asked(exchange, file.bytes(), tag(key))) {
      case ObjectPart.Nothing(int status) ->
          exchange.send(status, file.bytes(), ByteBuffer.allocate(0), callback);
      case ObjectPart.Refused(Problem problem) -> exchange.send(problem, callback);
      case ObjectPart.Bytes(int status, var range) -> {
        long length = range.to() - range.from() + 1;
        exchange.send(status, length, file.part(range.from(), length), callback);
      }
    }
  }

  /// Releases the file when the answer was sent, or sending failed.
  private static final class Releasing extends Callback.Nested {
    private final FileCache.Loan loan;

    Releasing(Callback callback, FileCache.Loan loan) {
      super(callback);
      this.loan = loan;
    }

    @Override
    public void completed() {
      loan.release();
    }
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    if (exchange.isMethod("OPTIONS")) {
      Cors.answerForEverybody(exchange);
      return;
    }
    if (!exchange.isMethod("GET", "HEAD")) {
      exchange.set("allow", "GET, HEAD, OPTIONS");
      exchange.set("access-control-allow-origin", "*");
      exchange.answer(Problem.METHOD_NOT_ALLOWED);
      return;
    }
    String key = key(exchange);
    Optional<StoredObject> found = Keys.isPublic(key) ? variants.head(key) : Optional.empty();
    if (found.isEmpty()) {
      exchange.set("access-control-allow-origin", "*");
      exchange.answer(Problem.NOT_FOUND);
      return;
    }
    offer(key);
    describe(exchange, key);
    answer.answer(exchange, found.get(), tag(key));
  }

  private void offer(String key) throws IOException {
    Optional<Path> path = variants.localFile(key);
    if (path.isPresent()) {
      cache.offer(key, path.get());
    }
  }

  private static String key(Exchange exchange) {
    String path = exchange.path();
    return path.startsWith(FOLDER) ? path.substring(FOLDER.length()) : "";
  }

  private static String tag(String key) {
    return '"' + Sha256.of(key).hex().substring(0, 32) + '"';
  }

  private static void describe(Exchange exchange, String key) {
    exchange.set("content-type", Keys.mediaType(key));
    exchange.set("cache-control", Keys.CACHE_CONTROL);
    exchange.set("access-control-allow-origin", "*");
    exchange.set("access-control-expose-headers", Cors.EXPOSED_OF_FILES);
    exchange.set("cross-origin-resource-policy", "cross-origin");
    exchange.set("timing-allow-origin", "*");
  }
}
