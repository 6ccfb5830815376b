package dev.tintype.server.http;

import dev.tintype.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// `GET /` and every path no other endpoint has: the web console, static files from the class path
/// below `console/`. Scripts and styles only from here, data only from here.
final class ConsoleFiles implements Endpoint {

  private static final String ROOT = "/console/";
  private static final Pattern SAFE =
      Pattern.compile("/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self';"
          + " img-src 'self' blob: data:; font-src 'self'; connect-src 'self';"
          + " manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "json", "application/json",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  private final Map<String, Optional<StaticFile>> cache = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "console";
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    String path = exchange.path().equals("/") ? "/index.html" : exchange.path();
    Optional<StaticFile> file = SAFE.matcher(path).matches() ? find(path) : Optional.empty();
    if (file.isEmpty()) {
      exchange.answer(HttpProblem.NOT_FOUND);
      return;
    }
    if (!exchange.isMethod("GET", "HEAD")) {
      exchange.set("allow", "GET, HEAD");
      exchange.answer(HttpProblem.METHOD_NOT_ALLOWED);
      return;
    }
    exchange.set("content-security-policy", POLICY);
    exchange.set("cache-control", "no-cache");
    exchange.set("content-type", file.get().type());
    exchange.set("etag", file.get().tag());
    boolean known = exchange.header("if-none-match").filter(file.get().tag()::equals).isPresent();
    exchange.answer(known ? 304 : 200, file.get().bytes());
  }

  /// Only files that are there are kept in memory, so that made-up paths fill nothing.
  private Optional<StaticFile> find(String path) throws IOException {
    Optional<StaticFile> cached = cache.get(path);
    if (cached != null) {
      return cached;
    }
    Optional<StaticFile> read = read(path);
    if (read.isPresent()) {
      cache.put(path, read);
    }
    return read;
  }

  private static Optional<StaticFile> read(String path) throws IOException {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null) {
      return Optional.empty();
    }
    try (InputStream in = ConsoleFiles.class.getResourceAsStream(ROOT + path.substring(1))) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      return Optional.of(
          new StaticFile(bytes, type, '"' + Sha256.of(bytes).hex().substring(0, 32) + '"'));
    }
  }

  /// One file.
  ///
  /// @param bytes its content, never changed
  /// @param type its media type
  /// @param tag its entity tag, quoted
  @SuppressWarnings("ArrayRecordComponent")
  private record StaticFile(byte[] bytes, String type, String tag) {}
}
