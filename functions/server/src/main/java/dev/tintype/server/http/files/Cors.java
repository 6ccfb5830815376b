package dev.tintype.server.http.files;

import dev.tintype.server.http.exchange.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.Callback;

/// Lets pages of allowed origins use the API and upload
/// (https://fetch.spec.whatwg.org/#http-cors-protocol). It answers their preflight requests before
/// authentication. Public files set their own headers, for every origin.
public final class Cors extends CrossOriginHandler {

  /// The headers of a public file that scripts of other origins may read.
  static final String EXPOSED_OF_FILES = "Accept-Ranges, Content-Length, Content-Range, ETag";

  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  /// @param origins such as `https://shop.example`; `*` alone for all
  public Cors(List<String> origins) {
    setAllowedOriginPatterns(origins.stream().map(Cors::pattern).collect(Collectors.toSet()));
    setAllowedMethods(Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
    setAllowedHeaders(
        Set.of(
            "accept",
            "authorization",
            "cache-control",
            "content-type",
            "idempotency-key",
            "if-match",
            "if-none-match",
            "last-event-id",
            "range"));
    setExposedHeaders(
        Set.of("allow", "content-range", "etag", "location", "retry-after", "www-authenticate"));
    setAllowCredentials(false);
    setPreflightMaxAge(REMEMBERED);
  }

  private static String pattern(String origin) {
    return origin.equals("*") ? "*" : Pattern.quote(origin);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    return path.startsWith(PublicFiles.FOLDER)
        ? getHandler().handle(request, response, callback)
        : super.handle(request, response, callback);
  }

  /// Answers a preflight request for a public file.
  static void answerForEverybody(Exchange exchange) throws IOException {
    exchange.set("access-control-allow-origin", "*");
    exchange.set("access-control-allow-methods", "GET, HEAD");
    exchange.set("access-control-allow-headers", "If-Match, If-None-Match, If-Range, Range");
    exchange.set("access-control-max-age", Long.toString(REMEMBERED.toSeconds()));
    exchange.set("allow", "GET, HEAD, OPTIONS");
    exchange.answer(204, new byte[0]);
  }
}
