package dev.tintype.canary;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.aws.HttpApi;
import dev.tintype.canary.Repeats.Found;
import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Sleeper;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Message;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Sends one small picture on the way that every picture takes: ask for an upload, store the
/// original, announce it, wait until it is ready, read the manifest and one variant of each format
/// from the public URL, and compare their digests. Then it erases the image.
///
/// @param api Tintype's API
/// @param web requests without a signature of ours
/// @param files what viewers read
/// @param worker processes one version past the queue; throws `StoreUnavailable` when it does not
/// @param sweeper runs one sweep, and says why it failed if it did; throws `StoreUnavailable` when
///   it did not start
/// @param context clock and randomness
/// @param sleeper waits between two tries
record Canary(
    ImageApi api,
    Web web,
    PublicFiles files,
    Consumer<Message> worker,
    Supplier<Optional<String>> sweeper,
    FlowContext context,
    Sleeper sleeper) {

  /// How long one call of the worker may take. It goes on if nobody waits for its answer.
  static final Duration DIRECT = Duration.ofMinutes(1);

  /// For each step but the wait: a new role or route is known everywhere after some seconds.
  static final Duration STEP = Duration.ofMinutes(1);

  private static final Duration ERASE = Duration.ofSeconds(20);
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");

  /// The image that a run has created.
  private record Created(
      ImageId id, Version version, URI url, Map<String, String> headers, byte[] bytes) {}

  /// @param limit how long the run may take; erasing the image comes after it
  /// @return how long the image took from the request to the last byte read
  /// @throws CanaryFailure when a step did not succeed
  Duration run(Duration limit) throws CanaryFailure, InterruptedException {
    Instant began = context.now();
    Repeats repeats = repeats(limit);
    Created image = create(repeats);
    boolean checked = false;
    try {
      store(image, repeats);
      announce(image, repeats);
      JsonObject ready = ready(image, limit, repeats);
      files.compare(image.id(), image.version(), ready, repeats);
      checked = true;
    } finally {
      if (!checked) {
        tryToErase(image.id());
      }
    }
    Duration took = Duration.between(began, context.now());
    erase(image.id());
    return took;
  }

  /// @param limit the time from now in which a step may be tried again
  Repeats repeats(Duration limit) {
    return new Repeats(context.clock(), sleeper, context.now().plus(limit));
  }

  private Created create(Repeats repeats) throws CanaryFailure, InterruptedException {
    byte[] bytes = Picture.png(context.random());
    String wish =
        Json.write(
            Json.object()
                .put("name", "canary")
                .put("contentType", "image/png")
                .put("bytes", bytes.length)
                .put("sha256", Sha256.of(bytes).hex()));
    Map<String, String> headers = new LinkedHashMap<>(JSON);
    headers.put("idempotency-key", context.freshName());
    return repeats.until(
        "POST /images",
        STEP,
        () -> {
          HttpApi.Answer answer = api.call("POST", "/images", headers, wish);
          return answer.status() == 201
              ? new Found.Done<>(created(answer.body(), bytes))
              : notYet(answer);
        });
  }

  private static Created created(String body, byte[] bytes) throws CanaryFailure {
    try {
      JsonObject json = Json.parse(body);
      JsonObject upload = json.object("upload");
      ObjectNode headers = upload.object("headers").node();
      return new Created(
          new ImageId(json.text("id")),
          new Version(json.text("version")),
          URI.create(upload.text("url")),
          headers.properties().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, h -> h.getValue().asText())),
          bytes);
    } catch (MalformedJson | IllegalArgumentException e) {
      throw new CanaryFailure("POST /images answered what cannot be read: " + e.getMessage());
    }
  }

  private static <T> Found<T> notYet(HttpApi.Answer answer) {
    return new Found.NotYet<>("the answer was " + answer.status() + " " + start(answer.body()));
  }

  private static String start(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300);
  }

  private void store(Created image, Repeats repeats) throws CanaryFailure, InterruptedException {
    repeats.until(
        "The upload of the original",
        STEP,
        () -> {
          int status = web.put(image.url(), image.headers(), image.bytes()).status();
          // 412: an earlier try whose answer was lost has stored it.
          return status == 200 || status == 412
              ? new Found.Done<>(status)
              : new Found.NotYet<>("the storage answered " + status);
        });
  }

  private void announce(Created image, Repeats repeats) throws CanaryFailure, InterruptedException {
    String path = "/images/" + image.id() + "/versions/" + image.version() + "/uploaded";
    repeats.until(
        "POST " + path,
        STEP,
        () -> {
          HttpApi.Answer answer = api.call("POST", path, JSON, "");
          return answer.status() == 202 ? new Found.Done<>(answer.status()) : notYet(answer);
        });
  }

  private JsonObject ready(Created image, Duration limit, Repeats repeats)
      throws CanaryFailure, InterruptedException {
    Overtaking overtaking =
        new Overtaking(
            worker,
            new Message(image.id(), image.version(), "upload"),
            context.clock(),
            repeats.end().minus(DIRECT));
    return repeats.until(
        "Waiting until image " + image.id() + " is ready",
        limit,
        () -> {
          HttpApi.Answer answer = api.call("GET", "/images/" + image.id(), JSON, "");
          return answer.status() == 200 ? state(image, answer.body(), overtaking) : notYet(answer);
        });
  }

  private static Found<JsonObject> state(Created image, String body, Overtaking overtaking)
      throws CanaryFailure {
    try {
      JsonObject json = Json.parse(body);
      String state = json.text("state");
      return switch (state) {
        case "ready" -> new Found.Done<>(json);
        case "failed", "expired" ->
            throw new CanaryFailure(
                "Image %s ended as %s: %s"
                    .formatted(image.id(), state, json.optionalText("reason").orElse("no reason")));
        default -> new Found.NotYet<>(overtaking.seen(state));
      };
    } catch (MalformedJson e) {
      throw new CanaryFailure("GET /images answered what cannot be read: " + e.getMessage());
    }
  }

  private void tryToErase(ImageId id) throws InterruptedException {
    try {
      erase(id);
    } catch (CanaryFailure e) {
      FlowLog.event("canary.not_erased", id).cause(e).warning();
    }
  }

  /// Erases the image. A sweep deletes its files at once, because a stack that is rolled back
  /// cannot remove a bucket with files.
  private void erase(ImageId id) throws CanaryFailure, InterruptedException {
    Repeats repeats = repeats(ERASE);
    repeats.until(
        "DELETE /images/" + id,
        ERASE,
        () -> {
          HttpApi.Answer answer = api.call("DELETE", "/images/" + id, JSON, "");
          return answer.status() == 202 || answer.status() == 410
              ? new Found.Done<>(answer.status())
              : notYet(answer);
        });
    sweep(id, repeats);
  }

  /// Only a sweep that ran and failed is a fault. Else the sweep of the next minute deletes the
  /// files.
  private void sweep(ImageId id, Repeats repeats) throws CanaryFailure, InterruptedException {
    AtomicBoolean hasRun = new AtomicBoolean();
    try {
      repeats.until(
          "The sweep",
          ERASE,
          () -> {
            Optional<String> failure = sweeper.get();
            hasRun.set(true);
            return failure.<Found<ImageId>>map(Found.NotYet::new).orElse(new Found.Done<>(id));
          });
    } catch (CanaryFailure e) {
      if (hasRun.get()) {
        throw e;
      }
      FlowLog.event("canary.not_swept", id).cause(e).warning();
    }
  }
}
