package dev.tintype.nats;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The streams and consumers of a queue: looks whether they are as they must be, and makes missing
/// ones. It never changes one.
///
/// @param api asks the server
/// @param layout how they must be
record Preparation(Api api, Layout layout) {

  /// The first API with message schedules: that of NATS 2.12.
  private static final int OLDEST_LEVEL = 2;

  private static final String NO_JETSTREAM =
      "the server or this user's account has no JetStream: enable it in the server's configuration";

  private static final String ADVICE =
      "; change it with the command line of NATS, or remove it while no message is in it and run"
          + " 'tintype queue init'";

  /// One of them.
  ///
  /// @param name for people
  /// @param found what the server says of it; absent when it is missing
  /// @param differences from how it must be, one clause each
  /// @param create how it is made
  private record Part(
      String name, Optional<JsonObject> found, List<String> differences, Runnable create) {

    Optional<String> problem() {
      if (found.isEmpty()) {
        return Optional.of(name + " is missing: run 'tintype queue init'");
      }
      return differences.isEmpty()
          ? Optional.empty()
          : Optional.of(name + " " + String.join(", ", differences) + ADVICE);
    }
  }

  /// Makes what is missing.
  ///
  /// @return what was made and what was there, one sentence each
  /// @throws IllegalStateException when something is there that is not as it must be; nothing was
  ///   made then
  List<String> make() {
    requireServer();
    List<Part> parts = parts();
    require(
        parts.stream()
            .filter(part -> part.found().isPresent())
            .map(Part::problem)
            .flatMap(Optional::stream)
            .toList());
    List<String> done = new ArrayList<>();
    for (Part part : parts) {
      if (part.found().isEmpty()) {
        part.create().run();
      }
      done.add(
          "%s %s."
              .formatted(
                  capitalised(part.name()), part.found().isEmpty() ? "was made" : "is there"));
    }
    return done;
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /// @throws IllegalStateException when the server or something on it is not as it must be; the
  ///   message says what to do
  void require() {
    requireServer();
    require(problems());
  }

  private static void require(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("; ", problems));
    }
  }

  /// @return what is missing or not as it must be, one sentence each without its full stop
  List<String> problems() {
    return parts().stream().map(Part::problem).flatMap(Optional::stream).toList();
  }

  private void requireServer() {
    require(serverProblem().stream().toList());
  }

  /// @return why the server cannot be used, if it cannot
  Optional<String> serverProblem() {
    try {
      int level = level();
      return level >= OLDEST_LEVEL
          ? Optional.empty()
          : Optional.of(
              "the server is NATS %s, but NATS 2.12 or later is needed for delayed messages"
                  .formatted(api.link().session().server().getVersion()));
    } catch (ApiRefusal e) {
      if (e.isAny(ApiRefusal.NOT_ENABLED, ApiRefusal.NOT_ENABLED_FOR_ACCOUNT)) {
        return Optional.of(NO_JETSTREAM);
      }
      throw e;
    } catch (StoreUnavailable e) {
      if (!api.link().session().server().isJetStreamAvailable()) {
        return Optional.of(NO_JETSTREAM);
      }
      throw e;
    }
  }

  private int level() {
    JsonObject account = api.ask("asking for the account", "INFO");
    return account.has("api") && account.object("api").has("level")
        ? account.object("api").int32("level", 0, Integer.MAX_VALUE)
        : 0;
  }

  private List<Part> parts() {
    Names names = layout.names();
    return List.of(
        stream(names.stream(), layout.stream()),
        stream(names.dead(), layout.deadStream()),
        consumer(Lane.FRESH),
        consumer(Lane.BULK));
  }

  private Part stream(String name, ObjectNode wanted) {
    Optional<JsonObject> found =
        api.find(
            "asking for the stream " + name,
            "STREAM.INFO." + name,
            Json.object(),
            ApiRefusal.STREAM_NOT_FOUND);
    return new Part(
        "the stream " + name,
        found,
        found
            .map(info -> layout.differencesOfStream(info.node().path("config"), wanted))
            .orElse(List.of()),
        () -> api.ask("making the stream " + name, "STREAM.CREATE." + name, wanted));
  }

  private Part consumer(Lane lane) {
    Names names = layout.names();
    String path = names.stream() + "." + names.consumer(lane);
    Optional<JsonObject> found =
        api.find(
            "asking for the consumer " + path,
            "CONSUMER.INFO." + path,
            Json.object(),
            ApiRefusal.CONSUMER_NOT_FOUND,
            ApiRefusal.STREAM_NOT_FOUND);
    ObjectNode request = Json.object().put("stream_name", names.stream()).put("action", "create");
    request.set("config", layout.consumer(lane));
    return new Part(
        "the consumer " + names.consumer(lane) + " of the stream " + names.stream(),
        found,
        found
            .map(info -> layout.differencesOfConsumer(info.node().path("config"), lane))
            .orElse(List.of()),
        () ->
            api.ask(
                "making the consumer " + path,
                "CONSUMER.CREATE." + path + "." + names.subject(lane),
                request));
  }
}
