package dev.tintype.server.http;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import java.io.IOException;
import java.util.Optional;

/// `GET|HEAD /files/{key}`: variants and manifests, for everybody and for ever. A key's bytes never
/// change, so the key alone makes the entity tag.
final class PublicFiles implements Endpoint {

  /// Where they are.
  static final String FOLDER = "/files/";

  private final Storage variants;
  private final StoredAnswer answer;

  PublicFiles(Storage variants) {
    this.variants = variants;
    this.answer = new StoredAnswer(variants);
  }

  @Override
  public String name() {
    return "files";
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    if (!exchange.isMethod("GET", "HEAD")) {
      exchange.set("allow", "GET, HEAD");
      exchange.answer(HttpProblem.METHOD_NOT_ALLOWED);
      return;
    }
    Optional<StoredObject> found = find(exchange.path());
    if (found.isEmpty()) {
      exchange.set("access-control-allow-origin", "*");
      exchange.answer(HttpProblem.NOT_FOUND);
      return;
    }
    String key = found.get().key();
    exchange.set("content-type", Keys.mediaType(key));
    exchange.set("cache-control", Keys.CACHE_CONTROL);
    exchange.set("access-control-allow-origin", "*");
    exchange.set("cross-origin-resource-policy", "cross-origin");
    exchange.set("timing-allow-origin", "*");
    answer.answer(exchange, found.get(), '"' + Sha256.of(key).hex().substring(0, 32) + '"');
  }

  private Optional<StoredObject> find(String path) {
    String key = path.startsWith(FOLDER) ? path.substring(FOLDER.length()) : "";
    return Keys.isPublic(key) ? variants.head(key) : Optional.empty();
  }
}
