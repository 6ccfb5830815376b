package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.state.Lane;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;

/// Looks whether the topics and share groups of a queue are as they must be; nothing is changed.
///
/// @param address names them
/// @param brokers are asked
record KafkaCheck(KafkaAddress address, Brokers brokers) {

  /// With two partitions or more, the brokers give some workers one and some the other, and a
  /// message waits for the workers of its partition though others have nothing to do.
  static final int PARTITIONS = 1;

  private static final String INIT = "run 'tintype queue init'";

  /// @return how often the brokers deliver a message, by lane
  /// @throws InvalidAddress when the server refuses us
  /// @throws IllegalStateException when the brokers are too old, or something is missing or not as
  ///   it must be
  /// @throws StoreUnavailable when the server does not answer
  Map<Lane, Integer> deliveries() {
    try {
      require(problems(usable()));
      Map<Lane, Integer> limits = new EnumMap<>(Lane.class);
      for (Lane lane : Lane.values()) {
        String limit =
            brokers.groupSettings(address.topic(lane)).value(Setting.DELIVERIES).orElse("5");
        limits.put(lane, Integer.valueOf(limit));
      }
      return limits;
    } catch (ExecutionException e) {
      throw KafkaErrors.refusal(address.parts(), "looking at the queue", e);
    }
  }

  /// @return what the brokers can do
  /// @throws IllegalStateException when that is not enough
  Release usable() throws ExecutionException {
    Release release = Release.of(brokers.admin());
    release
        .problem()
        .ifPresent(problem -> {
          throw new IllegalStateException("the brokers at " + address.servers() + " " + problem);
        });
    return release;
  }

  /// @throws IllegalStateException when there is a problem; it lists all
  static void require(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("; ", problems));
    }
  }

  /// @return what is not as it must be, one clause each
  List<String> problems(Release release) throws ExecutionException {
    List<String> problems = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      String name = address.topic(lane);
      problems.addAll(topicProblems(name, Setting.ofTopic()));
      if (brokers.hasConsumerGroup(name)) {
        problems.add(
            "the group "
                + name
                + " is a consumer group, so no share group can have its name: delete it with"
                + " kafka-consumer-groups.sh, or choose another topic=NAME");
      } else {
        problems.addAll(groupProblems(name));
      }
    }
    problems.addAll(topicProblems(address.deadTopic(), Setting.ofDeadTopic(release)));
    return problems;
  }

  private List<String> topicProblems(String name, List<Setting> settings)
      throws ExecutionException {
    Optional<TopicDescription> topic = brokers.topic(name);
    if (topic.isEmpty()) {
      return List.of("the topic " + name + " is missing: " + INIT);
    }
    int partitions = topic.get().partitions().size();
    if (partitions != PARTITIONS) {
      return List.of(
          "the topic "
              + name
              + " has "
              + partitions
              + " partitions and must have one, because a message waits for the workers of its"
              + " partition: delete the topic and "
              + INIT);
    }
    Brokers.Settings found = brokers.topicSettings(name);
    return settings.stream()
        .flatMap(setting -> problem("topic", name, setting, found, Optional.empty()))
        .toList();
  }

  private List<String> groupProblems(String name) throws ExecutionException {
    Brokers.Settings found = brokers.groupSettings(name);
    return Setting.ofGroup().stream()
        .flatMap(setting ->
            problem(
                "group",
                name,
                setting,
                found,
                Optional.of(INIT).filter(_ -> !found.isSetForGroup(setting.name()))))
        .toList();
  }

  private static Stream<String> problem(
      String kind, String name, Setting setting, Brokers.Settings found, Optional<String> cure) {
    return found
        .value(setting.name())
        .filter(value -> !setting.isFine().test(value))
        .map(value ->
            "the %s %s has %s=%s, but %s is needed: %s"
                .formatted(
                    kind,
                    name,
                    setting.name(),
                    value,
                    setting.need(),
                    cure.orElseGet(() -> command(kind, name, setting))))
        .stream();
  }

  private static String command(String kind, String name, Setting setting) {
    return ("run 'kafka-configs.sh --bootstrap-server HOST:PORT --alter --entity-type %ss"
            + " --entity-name %s --add-config %s=%s'")
        .formatted(kind, name, setting.name(), setting.value());
  }
}
