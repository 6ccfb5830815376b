package dev.tintype.server.http;

import dev.tintype.server.http.exchange.ClientAddress;
import dev.tintype.server.http.exchange.Exchange;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/// Logs one line per request. It leaves out query and headers, because they contain signatures and
/// tokens.
///
/// @param addresses find the address of a client
record AccessLog(ClientAddress addresses) implements RequestLog {

  private static final Logger LOGGER = System.getLogger("dev.tintype.access");

  @Override
  public void log(Request request, Response response) {
    LOGGER.log(
        Level.INFO,
        () ->
            "event=http.request method=%s path=%s status=%d ms=%d in=%d out=%d client=%s caller=%s"
                .formatted(
                    request.getMethod(),
                    printable(String.valueOf(request.getHttpURI().getPath())),
                    response.getStatus(),
                    (System.nanoTime() - request.getHeadersNanoTime()) / 1_000_000,
                    Request.getContentBytesRead(request),
                    Response.getContentBytesWritten(response),
                    addresses.of(request),
                    request.getAttribute(Exchange.CALLER) instanceof String id ? id : "-"));
  }

  private static String printable(String path) {
    return path.replaceAll("[^\\x21-\\x7e]", "?");
  }
}
