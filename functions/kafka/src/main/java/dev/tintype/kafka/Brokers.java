package dev.tintype.kafka;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// What the brokers say of topics and groups. Every method throws [ExecutionException] when they do
/// not answer or refuse to.
///
/// @param admin asks them
record Brokers(Admin admin) {

  /// The settings of a topic or group.
  record Settings(Config config) {
    /// @return a value, if these brokers know the setting
    Optional<String> value(String name) {
      return Optional.ofNullable(config.get(name))
          .flatMap(entry -> Optional.ofNullable(entry.value()));
    }

    /// @return whether somebody set it for this group, so that it is not the brokers' own value
    boolean isSetForGroup(String name) {
      ConfigEntry entry = config.get(name);
      return entry != null && entry.source() == ConfigEntry.ConfigSource.DYNAMIC_GROUP_CONFIG;
    }
  }

  /// @return a topic, if it is there
  Optional<TopicDescription> topic(String name) throws ExecutionException {
    try {
      return Optional.of(
          KafkaErrors.answer(
              Objects.requireNonNull(
                  admin.describeTopics(List.of(name)).topicNameValues().get(name))));
    } catch (ExecutionException e) {
      if (KafkaErrors.cause(e) instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// @return the settings of a topic
  Settings topicSettings(String name) throws ExecutionException {
    return settings(new ConfigResource(ConfigResource.Type.TOPIC, name));
  }

  /// @return the settings that a share group has or would have
  Settings groupSettings(String name) throws ExecutionException {
    return settings(new ConfigResource(ConfigResource.Type.GROUP, name));
  }

  private Settings settings(ConfigResource resource) throws ExecutionException {
    return new Settings(
        KafkaErrors.answer(
            Objects.requireNonNull(
                admin.describeConfigs(List.of(resource)).values().get(resource))));
  }

  /// @return how far a share group has come in each partition that it reads; nothing for a group
  ///   that is not there
  Map<TopicPartition, SharePartitionOffsetInfo> groupOffsets(String name)
      throws ExecutionException {
    try {
      return KafkaErrors.answer(
          admin
              .listShareGroupOffsets(Map.of(name, new ListShareGroupOffsetsSpec()))
              .partitionsToOffsetInfo(name));
    } catch (ExecutionException e) {
      if (KafkaErrors.cause(e) instanceof GroupIdNotFoundException) {
        return Map.of();
      }
      throw e;
    }
  }

  /// @return the offset of a partition's first message, or that behind its last
  long offset(TopicPartition partition, OffsetSpec which) throws ExecutionException {
    return KafkaErrors.answer(
            admin.listOffsets(Map.of(partition, which)).partitionResult(partition))
        .offset();
  }

  /// @return whether there is a consumer group of a name, so that no share group can have it
  boolean hasConsumerGroup(String name) throws ExecutionException {
    try {
      var _ =
          KafkaErrors.answer(
              Objects.requireNonNull(
                  admin.describeConsumerGroups(List.of(name)).describedGroups().get(name)));
      return true;
    } catch (ExecutionException e) {
      if (KafkaErrors.cause(e) instanceof GroupIdNotFoundException) {
        return false;
      }
      throw e;
    }
  }

  /// @return how many brokers are alive
  int count() throws ExecutionException {
    return KafkaErrors.answer(admin.describeCluster().nodes()).size();
  }
}
