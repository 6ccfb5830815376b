package dev.tintype.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.client.Started.Permission;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A client of the API. It repeats retryable requests for a while, so that the server may be
/// restarted meanwhile. Safe for use by many threads.
public final class ImagesClient implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger("dev.tintype.client");

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(15);
  private static final int TRIES = 8;

  /// Tries while no server has ever answered: no restart is to be expected then, but a wrong
  /// address is.
  private static final int FIRST_TRIES = 3;

  private static final long FIRST_PAUSE_MILLIS = 250;

  private final Server server;
  private final HttpClient http;
  private volatile boolean answered;

  /// @param server the server and its token
  public ImagesClient(Server server) {
    this.server = server;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  /// Requests an upload.
  ///
  /// @param wish the request body
  /// @param key the idempotency key
  /// @throws ServerUnreachable when there is no answer
  Started start(ObjectNode wish, String key) throws InterruptedException {
    HttpRequest request =
        asking("/images")
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .POST(BodyPublishers.ofString(Json.write(wish)))
            .build();
    HttpResponse<String> response = patiently(request);
    if (response.statusCode() / 100 != 2) {
      return new Started.Refused(Refusal.of(response.statusCode(), response.body()));
    }
    JsonObject json = Json.parse(response.body());
    return new Started.Accepted(
        status(json),
        json.has("upload") ? Optional.of(permission(json.object("upload"))) : Optional.empty());
  }

  private static Permission permission(JsonObject json) {
    Map<String, String> headers = new HashMap<>();
    json.object("headers")
        .node()
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new Permission(URI.create(json.text("url")), headers);
  }

  /// Uploads a file.
  ///
  /// @return the refusal; absent when the original is stored, by this upload or an earlier one
  /// @throws ServerUnreachable when there is no answer
  Optional<Refusal> upload(Permission permission, Path file)
      throws InterruptedException, FileNotFoundException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(permission.url())
            .timeout(UPLOAD_TIMEOUT)
            .PUT(BodyPublishers.ofFile(file));
    permission.headers().forEach(request::header);
    HttpResponse<String> response = patiently(request.build());
    int status = response.statusCode();
    return status / 100 == 2 || status == 412
        ? Optional.empty()
        : Optional.of(Refusal.of(status, response.body()));
  }

  /// Says that an original is stored. It is said once: if nobody hears it, the server finds the
  /// original by itself, later.
  ///
  /// @param known the version, as it was started
  /// @return its state in the answer; `known` when the answer has none
  ImageStatus uploaded(ImageStatus known) throws InterruptedException {
    String path = "/images/" + known.id() + "/versions/" + known.version() + "/uploaded";
    try {
      HttpResponse<String> response =
          send(asking(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
      return response.statusCode() == 202 ? status(Json.parse(response.body())) : known;
    } catch (IOException _) {
      return known;
    }
  }

  /// @return the state of the image; absent when it does not exist or was erased
  /// @throws ServerUnreachable when there is no answer
  public Optional<ImageStatus> status(String id) throws InterruptedException {
    return image(id).map(body -> status(Json.parse(body)));
  }

  /// @return the server's whole answer about the image; absent when it does not exist or was erased
  /// @throws ServerUnreachable when there is no answer
  public Optional<String> image(String id) throws InterruptedException {
    HttpResponse<String> response = patiently(asking("/images/" + id).GET().build());
    return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
  }

  /// Sends a request about work.
  ///
  /// @param method such as `POST`
  /// @param path the path and its query
  /// @param body JSON; empty for none
  /// @throws ServerUnreachable when there is no answer
  HttpResponse<String> ask(String method, String path, String body) throws InterruptedException {
    return patiently(request(method, path, body).build());
  }

  /// Sends a request that the server refuses with 412 unless its answer to `GET` still has this
  /// tag.
  ///
  /// @param tag the header `ETag` of that answer
  /// @throws ServerUnreachable when there is no answer
  HttpResponse<String> askIfMatch(String tag, String method, String path)
      throws InterruptedException {
    return patiently(request(method, path, "").header("if-match", tag).build());
  }

  private HttpRequest.Builder request(String method, String path, String body) {
    return body.isEmpty()
        ? asking(path).method(method, BodyPublishers.noBody())
        : asking(path)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body));
  }

  private static ImageStatus status(JsonObject json) {
    return new ImageStatus(
        json.text("id"),
        json.text("version"),
        json.text("state"),
        json.optionalText("reason"),
        json.optionalText("message"));
  }

  private HttpRequest.Builder asking(String path) {
    return HttpRequest.newBuilder(server.at(path))
        .timeout(TIMEOUT)
        .header("authorization", "Bearer " + server.token());
  }

  private HttpResponse<String> patiently(HttpRequest request) throws InterruptedException {
    for (int i = 1; ; i++) {
      try {
        HttpResponse<String> response = send(request, BodyHandlers.ofString());
        answered = true;
        Optional<String> misdirected = Misdirected.of(server, response);
        if (misdirected.isPresent()) {
          throw new WorkClient.UnexpectedAnswer(misdirected.get());
        }
        if (response.statusCode() < 400) {
          return response;
        }
        Refusal refusal = Refusal.of(response.statusCode(), response.body());
        if (response.statusCode() == 401 || refusal.slug().equals("forbidden")) {
          throw new TokenRefused(server, refusal);
        }
        if (!refusal.mayPass() || i == TRIES) {
          return response;
        }
      } catch (IOException e) {
        if (i >= tries(e)) {
          throw new ServerUnreachable(origin(request.uri()), e);
        }
      }
      Thread.sleep(FIRST_PAUSE_MILLIS << (i - 1));
    }
  }

  /// Sends a request once, and logs what was answered.
  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body)
      throws IOException, InterruptedException {
    try {
      HttpResponse<T> response = http.send(request, body);
      LOGGER.log(Level.DEBUG, () -> line(request, Integer.toString(response.statusCode())));
      return response;
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, () -> line(request, "none cause=" + e));
      throw e;
    }
  }

  /// The query is left out: that of an upload is a permission.
  private static String line(HttpRequest request, String answer) {
    return "event=client.answer method=%s path=%s answer=%s"
        .formatted(request.method(), request.uri().getRawPath(), answer);
  }

  /// @return how often a request is sent that fails in this way
  private int tries(IOException failure) {
    if (answered) {
      return TRIES;
    }
    return failure instanceof HttpTimeoutException ? 1 : FIRST_TRIES;
  }

  /// Files may be on another host than the API.
  private URI origin(URI url) {
    return url.toString().startsWith(server.url().toString())
        ? server.url()
        : URI.create(url.getScheme() + "://" + url.getRawAuthority());
  }

  /// Requests a file outside the API, once and without the token. The caller closes the body.
  ///
  /// @throws IOException when there is no answer
  HttpResponse<InputStream> fetch(URI url) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(url).timeout(TIMEOUT).GET().build(), BodyHandlers.ofInputStream());
  }

  @Override
  public void close() {
    http.close();
  }
}
