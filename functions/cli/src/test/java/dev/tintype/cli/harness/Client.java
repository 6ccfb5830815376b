package dev.tintype.cli.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;

/// A client of a server under test. Safe for use by many threads.
public final class Client implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final URI url;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// @param token sent with every request to the API
  public Client(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  /// @return a client of the same server with another token
  public Client withToken(String other) {
    return new Client(url, other);
  }

  /// @return the server's URL
  public URI url() {
    return url;
  }

  /// An answer.
  ///
  /// @param response the response
  public record Answer(HttpResponse<byte[]> response) {
    /// @return the status
    public int status() {
      return response.statusCode();
    }

    /// @return a header, or nothing
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /// @return the body
    public byte[] body() {
      return response.body();
    }

    /// @return the body as JSON
    public JsonNode json() {
      return Json.parse(response.body()).node();
    }

    /// @return the last part of the problem's type
    public String problem() {
      String type = json().path("type").asText();
      return type.substring(type.lastIndexOf(':') + 1);
    }
  }

  /// Sends any request.
  public Answer send(HttpRequest request) throws IOException, InterruptedException {
    return new Answer(http.send(request, BodyHandlers.ofByteArray()));
  }

  /// @param path on the server, or an absolute URL
  /// @param headers names and values in turn
  public Answer get(String path, String... headers) throws IOException, InterruptedException {
    return send(request(path, headers).GET().build());
  }

  /// Reads an answer line by line as it arrives.
  ///
  /// @param path on the server
  /// @return the lines; the caller closes them
  public Stream<String> lines(String path) throws IOException, InterruptedException {
    return http.send(request(path).GET().build(), BodyHandlers.ofLines()).body();
  }

  /// @param path on the server, or an absolute URL
  /// @param headers names and values in turn
  public Answer call(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(request(path, headers).method(method, BodyPublishers.ofString(body)).build());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    URI target = path.startsWith("http") ? URI.create(path) : URI.create(url + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(60));
    if (!path.startsWith("http")) {
      request.header("authorization", "Bearer " + token);
    }
    return headers.length == 0 ? request : request.headers(headers);
  }

  /// @return the body of a request for an upload of these bytes
  public static ObjectNode wish(byte[] original, String type) {
    return Json.object()
        .put("contentType", type)
        .put("bytes", original.length)
        .put("sha256", Sha256.of(original).hex());
  }

  /// Requests an upload.
  public Answer start(byte[] original, String type) throws IOException, InterruptedException {
    return call(
        "POST",
        "/images",
        Json.write(wish(original, type)),
        "content-type",
        "application/json",
        "idempotency-key",
        UUID.randomUUID().toString());
  }

  /// Uploads to the URL from the answer to [#start].
  public Answer put(JsonNode started, byte[] original) throws IOException, InterruptedException {
    JsonNode upload = started.path("upload");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(upload.path("url").asText()))
            .timeout(Duration.ofSeconds(60))
            .PUT(BodyPublishers.ofByteArray(original));
    upload
        .path("headers")
        .properties()
        .forEach(header -> request.header(header.getKey(), header.getValue().asText()));
    return send(request.build());
  }

  /// Requests an upload and sends the file.
  ///
  /// @return the image's id
  public String upload(byte[] original, String type) throws IOException, InterruptedException {
    JsonNode started = start(original, type).json();
    Answer put = put(started, original);
    if (put.status() != 200) {
      throw new AssertionError("the upload was answered " + put.status());
    }
    return started.path("id").asText();
  }

  /// Waits until an image's latest version has ended.
  ///
  /// @return the image
  public JsonNode ended(String id) throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      JsonNode image = get("/images/" + id).json();
      String state = image.path("state").asText();
      if (state.equals("ready") || state.equals("failed") || state.equals("superseded")) {
        return image;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the image " + id + " has not ended: " + get("/images/" + id).json());
  }

  @Override
  public void close() {
    http.close();
  }
}
