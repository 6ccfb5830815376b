package dev.tintype.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// A setting of a topic or a share group that the queue relies on.
///
/// @param name as Kafka names it
/// @param value what `tintype queue init` sets
/// @param isFine whether a value will do
/// @param need what a value must be, for people
record Setting(String name, String value, Predicate<String> isFine, String need) {

  /// How long a broker keeps a message for a worker that tells nothing more of itself.
  static final String LOCK = "share.record.lock.duration.ms";

  /// How often a broker delivers a message.
  static final String DELIVERIES = "share.delivery.count.limit";

  /// Where a broker puts a message that it delivers no more.
  static final String DEAD_TOPIC = "errors.deadletterqueue.topic.name";

  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration DEAD_KEPT = Duration.ofDays(30);
  private static final Duration KEPT_AT_LEAST = Duration.ofHours(6);

  private static final long SHORTEST_LOCK = 15_000;
  private static final long FEWEST_DELIVERIES = 3;

  private static Setting exactly(String name, String value) {
    return new Setting(name, value, value::equals, value);
  }

  private static Setting atLeast(String name, long value, long least) {
    return new Setting(
        name, Long.toString(value), text -> isAtLeast(text, least), "at least " + least);
  }

  private static boolean isAtLeast(String text, long least) {
    try {
      return Long.parseLong(text) >= least;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /// @return what the topic of a lane needs. A message that waits for longer than it is kept is
  ///   sent again by the sweeper
  static List<Setting> ofTopic() {
    return List.of(kept(KEPT), NO_COMPACTION, NO_COMPRESSION);
  }

  /// @return what the topic of dead letters needs
  static List<Setting> ofDeadTopic(Release release) {
    List<Setting> settings =
        new ArrayList<>(List.of(kept(DEAD_KEPT), NO_COMPACTION, NO_COMPRESSION));
    if (release.hasDeadLetters()) {
      settings.add(exactly("errors.deadletterqueue.group.enable", "true"));
    }
    return settings;
  }

  /// With compaction, a later message about a version would remove an earlier one that waits.
  private static final Setting NO_COMPACTION = exactly("cleanup.policy", "delete");

  /// The libraries for other compressions are not shipped.
  private static final Setting NO_COMPRESSION =
      new Setting(
          "compression.type",
          "producer",
          Set.of("producer", "uncompressed", "gzip")::contains,
          "producer, uncompressed or gzip");

  private static Setting kept(Duration time) {
    return new Setting(
        "retention.ms",
        Long.toString(time.toMillis()),
        text -> text.equals("-1") || isAtLeast(text, KEPT_AT_LEAST.toMillis()),
        "-1 or at least " + KEPT_AT_LEAST.toMillis());
  }

  /// @return what the share group of a lane needs
  static List<Setting> ofGroup() {
    return List.of(
        exactly("share.auto.offset.reset", "earliest"),
        exactly("share.renew.acknowledge.enable", "true"),
        atLeast(LOCK, 60_000, SHORTEST_LOCK),
        atLeast(DELIVERIES, 10, FEWEST_DELIVERIES));
  }

  /// @return what lets a new worker begin at once, and idle ones cost little. Brokers that do not
  ///   know such a setting need none; with other values, a worker begins some seconds later
  static List<Setting> ofEase() {
    return List.of(
        exactly("share.assignment.interval.ms", "0"),
        exactly("share.assignor.offload.enable", "false"),
        exactly("share.heartbeat.interval.ms", "10000"));
  }

  /// @return what lets the brokers move worn-out messages to the topic of dead letters. The queue
  ///   works without it
  static List<Setting> ofDeadLetters(String deadTopic) {
    return List.of(
        exactly(DEAD_TOPIC, deadTopic),
        exactly("errors.deadletterqueue.copy.record.enable", "true"));
  }
}
