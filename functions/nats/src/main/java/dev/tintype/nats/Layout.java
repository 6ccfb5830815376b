package dev.tintype.nats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How the streams and consumers of a queue must be, in the words of JetStream.
///
/// @param names what they are called
/// @param replicas how many servers keep a copy; absent when any number is right
record Layout(Names names, Optional<Integer> replicas) {

  /// For how long a consumer hides a message, unless a receiver says otherwise. It is what workers
  /// ask for, so that they need not say it.
  static final Duration VISIBILITY = Duration.ofMinutes(2);

  /// For how long a second try to store the same message is recognised: a move of a dead letter …
  private static final Duration MOVED_AGAIN = Duration.ofMinutes(2);

  /// … and the burial of a message.
  private static final Duration BURIED_AGAIN = Duration.ofHours(1);

  /// How many receivers may wait at once.
  private static final int MOST_WAITING = 100_000;

  private static final int UNLIMITED = -1;

  private static final String REPLICAS = "num_replicas";

  /// What a stream must not have, because messages would be lost or not stored.
  private static final List<String> NEVER_OF_STREAMS =
      List.of(
          "sealed",
          "no_ack",
          "mirror",
          "sources",
          "subject_transform",
          "deny_delete",
          "discard_new_per_subject",
          "allow_msg_counter");

  /// What a consumer must not have, because messages would come late, twice, or never.
  private static final List<String> NEVER_OF_CONSUMERS =
      List.of(
          "deliver_subject",
          "filter_subjects",
          "backoff",
          "inactive_threshold",
          "headers_only",
          "max_batch",
          "max_expires",
          "max_bytes",
          "mem_storage",
          "rate_limit_bps",
          "priority_groups",
          "pause_until");

  /// @return the configuration of the stream of messages
  ObjectNode stream() {
    ObjectNode config = unlimited(names.stream(), "workqueue", MOVED_AGAIN);
    config
        .put("discard", "old")
        .put("allow_msg_schedules", true)
        .put("allow_rollup_hdrs", true)
        .putArray("subjects")
        .add(names.subject(Lane.FRESH))
        .add(names.subject(Lane.BULK))
        .add(names.allLater());
    return config;
  }

  /// @return the configuration of the stream of dead letters
  ObjectNode deadStream() {
    ObjectNode config = unlimited(names.dead(), "limits", BURIED_AGAIN);
    config.put("discard", "new").putArray("subjects").add(names.deadSubject());
    return config;
  }

  private ObjectNode unlimited(String name, String retention, Duration duplicates) {
    return Json.object()
        .put("name", name)
        .put("retention", retention)
        .put("storage", "file")
        .put("max_consumers", UNLIMITED)
        .put("max_msgs", UNLIMITED)
        .put("max_bytes", UNLIMITED)
        .put("max_age", 0)
        .put("max_msgs_per_subject", UNLIMITED)
        .put("duplicate_window", duplicates.toNanos())
        .put(REPLICAS, replicas.orElse(1));
  }

  /// @return the configuration of the consumer of a lane
  ObjectNode consumer(Lane lane) {
    return Json.object()
        .put("durable_name", names.consumer(lane))
        .put("name", names.consumer(lane))
        .put("filter_subject", names.subject(lane))
        .put("deliver_policy", "all")
        .put("replay_policy", "instant")
        .put("ack_policy", "explicit")
        .put("ack_wait", VISIBILITY.toNanos())
        .put("max_deliver", UNLIMITED)
        // A message that is hidden for a while counts, so a limit would hold up all others.
        .put("max_ack_pending", UNLIMITED)
        .put("max_waiting", MOST_WAITING)
        .put(REPLICAS, 0);
  }

  /// @param config the configuration of a stream as it is
  /// @param wanted as it must be
  /// @return what is different, one clause each
  List<String> differencesOfStream(JsonNode config, ObjectNode wanted) {
    ObjectNode needed = wanted.deepCopy();
    if (replicas.isEmpty()) {
      needed.remove(REPLICAS);
    }
    List<String> differences = differences(config, needed, NEVER_OF_STREAMS);
    if (config.path("persist_mode").asText("").equals("async")) {
      differences.add("has persist_mode \"async\", which loses answered messages");
    }
    return differences;
  }

  /// @param config the configuration of a consumer as it is
  /// @return what is different from what it must be, one clause each
  List<String> differencesOfConsumer(JsonNode config, Lane lane) {
    ObjectNode needed = consumer(lane);
    // None of its own means as many as the stream has.
    needed.remove(REPLICAS);
    return differences(config, needed, NEVER_OF_CONSUMERS);
  }

  private static List<String> differences(JsonNode config, ObjectNode wanted, List<String> never) {
    List<String> differences = new ArrayList<>();
    wanted
        .properties()
        .forEach(property -> {
          JsonNode is = config.path(property.getKey());
          if (!isSame(is, property.getValue())) {
            differences.add(
                "has %s %s where %s is needed"
                    .formatted(property.getKey(), shown(is), shown(property.getValue())));
          }
        });
    never.stream()
        .filter(name -> !isUnset(config.path(name)))
        .map(name -> "has " + name + " " + shown(config.path(name)) + ", which must not be set")
        .forEach(differences::add);
    return differences;
  }

  private static String shown(JsonNode value) {
    return isUnset(value) ? "unset" : Json.write(value);
  }

  private static boolean isSame(JsonNode is, JsonNode wanted) {
    if (isUnset(wanted)) {
      return isUnset(is);
    }
    if (wanted.isIntegralNumber()) {
      return is.isIntegralNumber() && is.longValue() == wanted.longValue();
    }
    return wanted.isArray() ? is.isArray() && set(is).equals(set(wanted)) : is.equals(wanted);
  }

  private static Set<JsonNode> set(JsonNode array) {
    Set<JsonNode> set = new HashSet<>();
    array.forEach(set::add);
    return set;
  }

  /// JetStream leaves out most settings that have no value.
  private static boolean isUnset(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || value.isContainerNode() && value.isEmpty()
        || value.isTextual() && value.textValue().isEmpty()
        || value.isBoolean() && !value.booleanValue()
        || value.isIntegralNumber() && value.longValue() == 0;
  }
}
