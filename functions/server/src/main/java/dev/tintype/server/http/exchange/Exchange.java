package dev.tintype.server.http.exchange;

import dev.tintype.core.api.Problem;
import dev.tintype.core.api.ProblemDetails;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/// One request and its answer, used by the one thread that answers it.
public final class Exchange {

  /// The request attribute that names the caller, for the access log.
  public static final String CALLER = "dev.tintype.caller";

  private final Request request;
  private final Response response;

  public Exchange(Request request, Response response) {
    this.request = request;
    this.response = response;
  }

  public String method() {
    return request.getMethod();
  }

  public boolean isMethod(String... methods) {
    return java.util.List.of(methods).contains(method());
  }

  /// @return the path as it was sent, still percent-encoded
  public String path() {
    String path = request.getHttpURI().getPath();
    return path == null ? "/" : path;
  }

  /// @return the percent-decoded path
  public String decodedPath() {
    String path = request.getHttpURI().getDecodedPath();
    return path == null ? "/" : path;
  }

  /// @return the query's parameters, decoded
  /// @throws BadQuery when the query cannot be decoded, or a parameter occurs twice
  public Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : fields()) {
      if (field.getValues().size() > 1) {
        throw new BadQuery("The parameter " + field.getName() + " is there twice.");
      }
      query.put(field.getName(), field.getValue());
    }
    return query;
  }

  /// @return every value of a query parameter
  public java.util.List<String> parameters(String name) {
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

  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /// @return the header's value; empty when it was sent more than once, since a proxy may have read
  ///   another one of them
  public Optional<String> onlyHeader(String name) {
    return request.getHeaders().getFields(name).size() > 1 ? Optional.empty() : header(name);
  }

  /// @return headers by name in lower case; those sent more than once are joined by commas
  public Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      String value = field.getValue() == null ? "" : field.getValue();
      headers.merge(field.getLowerCaseName(), value, (one, other) -> one + ", " + other);
    }
    return headers;
  }

  /// @return the declared length of the body; -1 when it is not declared
  public long contentLength() {
    return request.getHeaders().getLongField("content-length");
  }

  /// @return whether the client sends or announces a body
  public boolean hasBody() {
    return contentLength() > 0 || request.getHeaders().contains("transfer-encoding");
  }

  /// @return whether a proxy says that it passes the request on. Anybody can say so: decides
  ///   nothing that matters for safety
  boolean isForwarded() {
    HttpFields headers = request.getHeaders();
    return headers.contains("x-forwarded-for")
        || headers.contains("forwarded")
        || headers.contains("via");
  }

  /// @param slowest the slowest allowed rate
  public Body body(SlowestClient slowest) {
    return new Body(request, slowest);
  }

  /// @return the key of limits on clients
  public String clientNetwork(ClientAddress addresses) {
    return addresses.networkOf(request);
  }

  /// Marks the answer as intentionally slow.
  public void expectLasting() {
    OpenConnections.expectLasting(request);
  }

  public void nameCaller(String id) {
    request.setAttribute(CALLER, id);
  }

  /// Sets a header of the answer and replaces its default.
  public void set(String name, String value) {
    response.getHeaders().put(name, value);
  }

  public void setAll(Map<String, String> headers) {
    headers.forEach(this::set);
  }

  public void setAll(HttpFields headers) {
    response.getHeaders().add(headers);
  }

  /// Answers with bytes. For HEAD and 304, only the length is sent.
  public void answer(int status, byte[] body) throws IOException {
    boolean withBody = !isMethod("HEAD") && status != 304;
    begin(status, body.length);
    Content.Sink.write(response, true, ByteBuffer.wrap(withBody ? body : new byte[0]));
  }

  public void answer(Problem problem) throws IOException {
    answer(problem.details());
  }

  public void answer(ProblemDetails problem) throws IOException {
    describeProblem();
    answer(problem.status(), utf8(problem));
  }

  private static byte[] utf8(ProblemDetails problem) {
    return problem.json().getBytes(StandardCharsets.UTF_8);
  }

  /// Answers without bytes, with the length that they would have.
  public void answerNothing(int status, long bytes) throws IOException {
    begin(status, bytes);
    Content.Sink.write(response, true, ByteBuffer.allocate(0));
  }

  /// Answers without blocking.
  ///
  /// @param bytes the declared length
  /// @param callback completed when the content was sent, or sending failed
  public void send(int status, long bytes, ByteBuffer content, Callback callback) {
    begin(status, bytes);
    response.write(true, content, callback);
  }

  /// Answers with a problem, without waiting.
  public void send(Problem problem, Callback callback) {
    describeProblem();
    byte[] json = utf8(problem.details());
    send(
        problem.status(),
        json.length,
        ByteBuffer.wrap(isMethod("HEAD") ? new byte[0] : json),
        callback);
  }

  private void describeProblem() {
    set("content-type", ProblemDetails.MEDIA_TYPE);
    set("cache-control", "no-store");
  }

  private void begin(int status, long bytes) {
    response.setStatus(status);
    if (status != 204) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
    }
  }

  /// Starts an answer whose body is written piece by piece; closing the stream ends it.
  public OutputStream begin(int status) {
    response.setStatus(status);
    return Content.Sink.asOutputStream(response);
  }

  public boolean isCommitted() {
    return response.isCommitted();
  }

  /// Removes the headers and the status set so far, except the headers that let other origins read
  /// the answer.
  public void reset() {
    HttpFields.Mutable kept = HttpFields.build();
    for (HttpField field : response.getHeaders()) {
      if (field.getLowerCaseName().startsWith("access-control-")
          || field.getHeader() == HttpHeader.VARY) {
        kept.add(field);
      }
    }
    response.reset();
    response.getHeaders().add(kept);
  }

  /// Thrown when the query cannot be parsed.
  public static final class BadQuery extends RuntimeException {
    BadQuery(String message) {
      super(message);
    }
  }
}
