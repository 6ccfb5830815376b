package dev.tintype.server.http;

import dev.tintype.server.http.exchange.HttpProblem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Writes the HTTP library's own answers as problem+json too: those to malformed requests and to
/// internal errors.
final class ProtocolErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus() >= 400 ? response.getStatus() : 500;
    SecurityHeaders.usual().forEach(response.getHeaders()::put);
    response.setStatus(status);
    response.getHeaders().put("content-type", "application/problem+json");
    response.write(true, ByteBuffer.wrap(problem(status).json()), callback);
    return true;
  }

  private static HttpProblem problem(int status) {
    if (status >= 500) {
      return HttpProblem.INTERNAL;
    }
    if (status == 400) {
      return HttpProblem.INVALID_REQUEST;
    }
    return new HttpProblem(status, "http-" + status, String.valueOf(HttpStatus.getMessage(status)));
  }
}
