package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;

/// Requests to one server. Nothing is asked twice. Safe for use by many threads.
final class HostClient implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final URI server;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  HostClient(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  /// Reads a public file of this server.
  HttpResponse<byte[]> file(String key) throws IOException, InterruptedException {
    return get(server.resolve("/files/" + key));
  }

  HttpResponse<byte[]> get(URI url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(url).timeout(LONGEST).build(), BodyHandlers.ofByteArray());
  }

  /// Sends an original as the answer to the start of its upload says.
  ///
  /// @param upload the `upload` of that answer
  /// @return the status
  int put(JsonNode upload, byte[] original) throws IOException, InterruptedException {
    HttpRequest.Builder put =
        HttpRequest.newBuilder(URI.create(upload.path("url").asText()))
            .timeout(LONGEST)
            .PUT(BodyPublishers.ofByteArray(original));
    upload
        .path("headers")
        .properties()
        .forEach(header -> put.header(header.getKey(), header.getValue().asText()));
    return http.send(put.build(), BodyHandlers.discarding()).statusCode();
  }

  /// Erases an image.
  ///
  /// @return the status
  int delete(String id) throws IOException, InterruptedException {
    return api("DELETE", "/images/" + id, "").statusCode();
  }

  /// Asks for the receipt of an erasure.
  HttpResponse<byte[]> receipt(String id) throws IOException, InterruptedException {
    return api("GET", "/images/" + id + "/receipt", "");
  }

  /// Asks the API.
  ///
  /// @param headers names and values, in turn
  /// @throws IOException when the answer is not 2xx, too
  JsonNode ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = api(method, path, body, headers);
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(method + " " + path + ": " + answer.statusCode());
    }
    return Json.parse(answer.body()).node();
  }

  private HttpResponse<byte[]> api(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(LONGEST)
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return http.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    http.close();
  }
}
