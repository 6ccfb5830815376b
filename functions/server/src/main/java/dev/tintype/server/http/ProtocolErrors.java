package dev.tintype.server.http;

import dev.tintype.core.api.Problem;
import dev.tintype.core.api.ProblemDetails;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    response.getHeaders().put("content-type", ProblemDetails.MEDIA_TYPE);
    byte[] body = problem(status).json().getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  private static ProblemDetails problem(int status) {
    if (status == 500) {
      return Problem.INTERNAL.details();
    }
    if (status == 400) {
      return Problem.INVALID_REQUEST.details();
    }
    String title = String.valueOf(HttpStatus.getMessage(status));
    return new ProblemDetails(status, "http-" + status, title, title);
  }
}
