package dev.tintype.chaos.stack;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// An API client that repeats a request under the same idempotency key until it gets an answer, as
/// every real client should. Safe for use by many threads.
public final class Customer implements AutoCloseable {

  private static final Set<Integer> ASK_AGAIN = Set.of(401, 500, 502, 503, 504);

  private final Stack stack;
  private final Duration timeout;
  private final AtomicInteger uploads = new AtomicInteger();
  private final AtomicInteger askedAgain = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Customer(Stack stack, Duration timeout) {
    this.stack = stack;
    this.timeout = timeout;
  }

  /// An answer.
  ///
  /// @param status the HTTP status
  /// @param body the JSON body; a missing node when there is none
  public record Answer(int status, JsonNode body) {}

  /// Repeats a request until its answer is final. The token is replaced when the server has
  /// restarted.
  public Answer ask(String method, String path, String body, String... headers)
      throws InterruptedException {
    return patiently(() -> {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(stack.url() + path))
              .timeout(Duration.ofSeconds(20))
              .header("authorization", "Bearer " + stack.token())
              .header("content-type", "application/json")
              .method(method, BodyPublishers.ofString(body));
      return (headers.length == 0 ? request : request.headers(headers)).build();
    });
  }

  private interface Making {
    HttpRequest make();
  }

  private Answer patiently(Making making) throws InterruptedException {
    long until = System.nanoTime() + timeout.toNanos();
    String last = "nothing";
    while (System.nanoTime() < until) {
      try {
        HttpResponse<byte[]> response = http.send(making.make(), BodyHandlers.ofByteArray());
        Answer answer = new Answer(response.statusCode(), json(response));
        if (!ASK_AGAIN.contains(answer.status()) && !isInFlight(answer)) {
          return answer;
        }
        askedAgain.incrementAndGet();
        last = "status " + answer.status();
      } catch (IOException e) {
        last = String.valueOf(e);
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("no answer in " + timeout + ", last " + last);
  }

  private static boolean isInFlight(Answer answer) {
    return answer.status() == 409
        && answer.body().path("type").asText().endsWith("concurrent-request");
  }

  /// @return how many answers asked to try again later
  public int askedAgain() {
    return askedAgain.get();
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    boolean isJson =
        response.headers().firstValue("content-type").filter(t -> t.contains("json")).isPresent();
    return isJson ? Json.parse(response.body()).node() : Json.object().path("");
  }

  /// Uploads an original as a new image.
  ///
  /// @return the image's id
  public String upload(byte[] original) throws InterruptedException {
    return upload(original, 1);
  }

  /// Uploads an original as a new image.
  ///
  /// @param recipe the recipe's name
  /// @return the image's id
  public String upload(byte[] original, String recipe) throws InterruptedException {
    return upload(original, recipe, 1);
  }

  /// Uploads an original as a new image.
  ///
  /// @param asked how often the permission is requested under one key
  /// @return the image's id
  public String upload(byte[] original, int asked) throws InterruptedException {
    return upload(original, Small.RECIPE.name(), asked);
  }

  private String upload(byte[] original, String recipe, int asked) throws InterruptedException {
    String key = UUID.randomUUID().toString();
    String wish =
        Json.write(
            Json.object()
                .put("contentType", "image/jpeg")
                .put("bytes", original.length)
                .put("sha256", Sha256.of(original).hex())
                .put("recipe", recipe));
    Answer started = ask("POST", "/images", wish, "idempotency-key", key);
    for (int i = 1; i < asked; i++) {
      started = ask("POST", "/images", wish, "idempotency-key", key);
    }
    if (started.status() / 100 != 2) {
      throw new IllegalStateException("an upload was refused: " + started);
    }
    JsonNode upload = started.body().path("upload");
    if (!upload.isMissingNode()) {
      put(upload, original);
      announce(started.body());
    }
    return started.body().path("id").asText();
  }

  private void put(JsonNode upload, byte[] original) throws InterruptedException {
    Answer answer =
        patiently(() -> {
          HttpRequest.Builder request =
              HttpRequest.newBuilder(URI.create(upload.path("url").asText()))
                  .timeout(Duration.ofSeconds(20))
                  .PUT(BodyPublishers.ofByteArray(original));
          upload
              .path("headers")
              .properties()
              .forEach(header -> request.header(header.getKey(), header.getValue().asText()));
          return request.build();
        });
    if (answer.status() != 200 && answer.status() != 412) {
      throw new IllegalStateException("the upload was answered " + answer);
    }
  }

  /// Says that an original is stored. Every fourth upload is not announced, so that the other ways
  /// to notice it are tried too.
  private void announce(JsonNode started) throws InterruptedException {
    if (uploads.incrementAndGet() % 4 == 0) {
      return;
    }
    String path =
        "/images/%s/versions/%s/uploaded"
            .formatted(started.path("id").asText(), started.path("version").asText());
    Answer answer = ask("POST", path, "");
    if (answer.status() != 202) {
      throw new IllegalStateException("the announcement was answered " + answer);
    }
  }

  /// @return the image in the API's form
  public JsonNode image(String id) throws InterruptedException {
    return ask("GET", "/images/" + id, "").body();
  }

  /// @return size, format and digest of every variant of an image
  public static List<String> variants(JsonNode image) {
    return image
        .path("variants")
        .valueStream()
        .map(v ->
            v.path("size").asText()
                + "."
                + v.path("format").asText()
                + " "
                + v.path("sha256").asText())
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    http.close();
  }
}
