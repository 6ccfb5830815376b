package dev.tintype.server.http.files;

import dev.tintype.core.Sha256;
import dev.tintype.core.api.Problem;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import dev.tintype.server.http.exchange.Preconditions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The web console at `GET /`, the page of the API at `/docs`, and their files at every path that
/// no other endpoint has. The files are static, from `console/` on the class path. Browsers may
/// load scripts, styles and data only from here, images also from the host of the public files, and
/// upload also to the host of the storage.
public final class ConsoleFiles implements Endpoint {

  private static final String ROOT = "/console/";
  private static final Pattern SAFE =
      Pattern.compile("/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");

  /// The place in `index.html` that tells scripts the host of the public files.
  private static final String FILES = "<meta name=\"tintype-files\" content=\"";

  /// Paths whose file has another name.
  private static final Map<String, String> PAGES =
      Map.of("/", "/index.html", "/docs", "/docs.html");

  /// What pages of other sites may load.
  private static final Set<String> FOR_EVERYBODY =
      Set.of("/upload.js", "/hash-worker.js", "/openapi.yaml");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "yaml", "application/yaml",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  private final Map<String, Optional<StaticFile>> cache = new ConcurrentHashMap<>();
  private final Optional<URI> files;
  private final String policy;

  /// @param files the host of the public files; absent when it is the server itself
  /// @param uploads the host that uploads go to; absent when it is the server itself
  public ConsoleFiles(Optional<URI> files, Optional<URI> uploads) {
    this.files = files;
    this.policy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self';"
            + " img-src 'self' blob: data:"
            + also(files)
            + "; font-src 'self'; connect-src 'self'"
            + also(uploads)
            + "; manifest-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  private static String also(Optional<URI> host) {
    return host.map(url -> " " + url.getScheme() + "://" + url.getRawAuthority()).orElse("");
  }

  @Override
  public String name() {
    return "console";
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    String path = PAGES.getOrDefault(exchange.path(), exchange.path());
    Optional<StaticFile> file = SAFE.matcher(path).matches() ? find(path) : Optional.empty();
    if (file.isEmpty()) {
      exchange.answer(Problem.NOT_FOUND);
      return;
    }
    if (!exchange.isMethod("GET", "HEAD")) {
      exchange.set("allow", "GET, HEAD");
      exchange.answer(Problem.METHOD_NOT_ALLOWED);
      return;
    }
    exchange.set("content-security-policy", policy);
    exchange.set("cache-control", "no-cache");
    exchange.set("content-type", file.get().type());
    exchange.set("etag", file.get().tag());
    if (FOR_EVERYBODY.contains(path)) {
      exchange.set("access-control-allow-origin", "*");
      exchange.set("cross-origin-resource-policy", "cross-origin");
    }
    switch (Preconditions.of(exchange, file.get().tag())) {
      case HOLD -> exchange.answer(200, file.get().bytes());
      case KNOWN -> exchange.answer(304, file.get().bytes());
      case FAIL -> exchange.answer(Problem.PRECONDITION_FAILED);
    }
  }

  /// Caches only existing files, so that requests for invented paths use no memory.
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

  private Optional<StaticFile> read(String path) throws IOException {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null) {
      return Optional.empty();
    }
    try (InputStream in = ConsoleFiles.class.getResourceAsStream(ROOT + path.substring(1))) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = told(path, in.readAllBytes());
      return Optional.of(
          new StaticFile(bytes, type, '"' + Sha256.of(bytes).hex().substring(0, 32) + '"'));
    }
  }

  private byte[] told(String path, byte[] bytes) {
    if (files.isEmpty() || !path.equals("/index.html")) {
      return bytes;
    }
    String html = new String(bytes, StandardCharsets.UTF_8);
    return html.replace(FILES, FILES + attribute(files.get().toString()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String attribute(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  /// One file.
  ///
  /// @param bytes its content, never changed
  /// @param type its media type
  /// @param tag its entity tag, quoted
  @SuppressWarnings("ArrayRecordComponent")
  private record StaticFile(byte[] bytes, String type, String tag) {}
}
