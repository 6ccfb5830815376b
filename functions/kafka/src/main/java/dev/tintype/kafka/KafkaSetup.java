package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.state.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;

/// Makes the topics of a queue and sets its share groups, where that was not done before.
///
/// @param address names them
/// @param brokers are asked and told
record KafkaSetup(KafkaAddress address, Brokers brokers) {

  /// As many brokers keep a message as is usual, if there are so many.
  private static final int USUAL_REPLICAS = 3;

  /// @return what was made and what was there, one sentence each
  /// @throws InvalidAddress when the server refuses us
  /// @throws IllegalStateException when the brokers are too old, or something is there that is not
  ///   as it must be
  /// @throws StoreUnavailable when the server does not answer; a part may be made
  List<String> init() {
    KafkaCheck check = new KafkaCheck(address, brokers);
    try {
      Release release = check.usable();
      List<String> done = new ArrayList<>();
      for (Lane lane : Lane.values()) {
        done.add(makeTopic(address.topic(lane), Setting.ofTopic()));
      }
      done.add(makeTopic(address.deadTopic(), Setting.ofDeadTopic(release)));
      for (Lane lane : Lane.values()) {
        if (!brokers.hasConsumerGroup(address.topic(lane))) {
          done.add(setGroup(address.topic(lane), groupSettings(release)));
          begin(address.topic(lane));
        }
      }
      KafkaCheck.require(check.problems(release));
      return done;
    } catch (ExecutionException e) {
      throw refusal(e);
    }
  }

  private RuntimeException refusal(ExecutionException e) {
    return switch (KafkaErrors.cause(e)) {
      case AuthenticationException cause ->
          KafkaErrors.refusal(address.parts(), "preparing the queue", cause);
      case InvalidReplicationFactorException cause ->
          new IllegalStateException(
              "the brokers refuse the number of replicas: " + cause.getMessage(), cause);
      case InvalidConfigurationException cause ->
          new IllegalStateException("the brokers refuse a setting: " + cause.getMessage(), cause);
      case Throwable cause -> KafkaErrors.refusal(address.parts(), "preparing the queue", cause);
    };
  }

  private List<Setting> groupSettings(Release release) {
    List<Setting> dead =
        release.hasDeadLetters() ? Setting.ofDeadLetters(address.deadTopic()) : List.of();
    return Stream.of(Setting.ofGroup(), Setting.ofEase(), dead).flatMap(List::stream).toList();
  }

  private String makeTopic(String name, List<Setting> settings) throws ExecutionException {
    if (brokers.topic(name).isPresent()) {
      return there(name);
    }
    int replicas = address.replicas().orElse(Math.min(USUAL_REPLICAS, brokers.count()));
    Map<String, String> configs = new HashMap<>();
    settings.forEach(setting -> configs.put(setting.name(), setting.value()));
    configs.put("min.insync.replicas", replicas < USUAL_REPLICAS ? "1" : "2");
    configs.put("unclean.leader.election.enable", "false");
    // The queue's instants are those of the brokers.
    configs.put("message.timestamp.type", "LogAppendTime");
    NewTopic topic =
        new NewTopic(name, Optional.of(KafkaCheck.PARTITIONS), Optional.of((short) replicas));
    try {
      KafkaErrors.answer(brokers.admin().createTopics(List.of(topic.configs(configs))).all());
    } catch (ExecutionException e) {
      if (KafkaErrors.cause(e) instanceof TopicExistsException) {
        return there(name);
      }
      throw e;
    }
    return "Made the topic %s, which %s."
        .formatted(name, replicas == 1 ? "one broker keeps" : replicas + " brokers keep");
  }

  private static String there(String topic) {
    return "The topic " + topic + " was there.";
  }

  /// Lets a share group begin with the first message. Otherwise its first member does, which takes
  /// some seconds.
  private void begin(String name) throws ExecutionException {
    TopicPartition partition = new TopicPartition(name, 0);
    if (brokers.groupOffsets(name).containsKey(partition)) {
      return;
    }
    long first = brokers.offset(partition, OffsetSpec.earliest());
    try {
      KafkaErrors.answer(
          brokers.admin().alterShareGroupOffsets(name, Map.of(partition, first)).all());
    } catch (ExecutionException e) {
      if (!(KafkaErrors.cause(e) instanceof GroupNotEmptyException)) {
        throw e;
      }
    }
  }

  private static boolean isKnown(Setting setting, Brokers.Settings found) {
    return found.value(setting.name()).isPresent()
        || Setting.ofEase().stream().noneMatch(ease -> ease.name().equals(setting.name()));
  }

  private String setGroup(String name, List<Setting> settings) throws ExecutionException {
    Brokers.Settings found = brokers.groupSettings(name);
    List<Setting> missing =
        settings.stream()
            .filter(setting -> !found.isSetForGroup(setting.name()))
            .filter(setting -> isKnown(setting, found))
            .toList();
    if (missing.isEmpty()) {
      return "The share group " + name + " had its settings.";
    }
    Collection<AlterConfigOp> changes =
        missing.stream()
            .map(setting ->
                new AlterConfigOp(
                    new ConfigEntry(setting.name(), setting.value()), AlterConfigOp.OpType.SET))
            .toList();
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, name);
    KafkaErrors.answer(brokers.admin().incrementalAlterConfigs(Map.of(group, changes)).all());
    return "Set for the share group %s: %s."
        .formatted(name, missing.stream().map(Setting::name).collect(Collectors.joining(", ")));
  }
}
