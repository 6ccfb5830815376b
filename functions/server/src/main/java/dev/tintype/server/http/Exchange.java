package dev.tintype.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;

/// One request and its answer, read and written by the one thread that answers it.
final class Exchange {

  /// The request attribute that names who asked, for the access log.
  static final String CALLER = "dev.tintype.caller";

  private final Request request;
  private final Response response;

  Exchange(Request request, Response response) {
    this.request = request;
    this.response = response;
  }

  String method() {
    return request.getMethod();
  }

  boolean isMethod(String... methods) {
    return java.util.List.of(methods).contains(method());
  }

  /// @return the path as it was sent, percent-encoding left undone
  String path() {
    String path = request.getHttpURI().getPath();
    return path == null ? "/" : path;
  }

  /// @return the path with percent-encoding undone
  String decodedPath() {
    String path = request.getHttpURI().getDecodedPath();
    return path == null ? "/" : path;
  }

  /// @return the query's parameters, decoded
  /// @throws BadQuery when it cannot be decoded, or one stands there twice
  Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : fields()) {
      if (field.getValues().size() > 1) {
        throw new BadQuery("The parameter " + field.getName() + " is there twice.");
      }
      query.put(field.getName(), field.getValue());
    }
    return query;
  }

  /// @return every value of one of the query's parameters
  java.util.List<String> parameters(String name) {
    java.util.List<String> values = fields().getValues(name);
    return values == null ? java.util.List.of() : values;
  }

  private Fields fields() {
    try {
      return Request.extractQueryParameters(request);
    } catch (IllegalArgumentException e) {
      throw new BadQuery("The query is not form-encoded UTF-8.");
    }
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /// @return headers by name in lower case; those sent more than once are joined by commas
  Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      String value = field.getValue() == null ? "" : field.getValue();
      headers.merge(field.getLowerCaseName(), value, (one, other) -> one + ", " + other);
    }
    return headers;
  }

  /// @return how many bytes the body is declared to have, -1 when that is not said
  long contentLength() {
    return request.getHeaders().getLongField("content-length");
  }

  InputStream body() {
    return Content.Source.asInputStream(request);
  }

  void nameCaller(String id) {
    request.setAttribute(CALLER, id);
  }

  /// Sets a header of the answer, instead of the usual one if there is one.
  void set(String name, String value) {
    response.getHeaders().put(name, value);
  }

  void setAll(Map<String, String> headers) {
    headers.forEach(this::set);
  }

  /// Answers with bytes; without them where the method is HEAD, their length told all the same.
  void answer(int status, byte[] body) throws IOException {
    response.setStatus(status);
    if (status != 204 && status != 304) {
      set("content-length", Integer.toString(body.length));
    }
    Content.Sink.write(
        response, true, ByteBuffer.wrap(isMethod("HEAD") || status == 304 ? new byte[0] : body));
  }

  void answer(HttpProblem problem) throws IOException {
    set("content-type", "application/problem+json");
    set("cache-control", "no-store");
    answer(problem.status(), problem.json());
  }

  /// Begins an answer whose body is written piece by piece; closing the stream ends it.
  OutputStream begin(int status) {
    response.setStatus(status);
    return Content.Sink.asOutputStream(response);
  }

  boolean isCommitted() {
    return response.isCommitted();
  }

  /// Forgets headers and status set so far.
  void reset() {
    response.reset();
  }

  /// The query cannot be understood.
  static final class BadQuery extends RuntimeException {
    BadQuery(String message) {
      super(message);
    }
  }
}
