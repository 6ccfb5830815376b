package dev.tintype.kafka;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.SupportedVersionRange;

/// What the brokers can do, by the levels of their features,
/// https://kafka.apache.org/documentation/#feature_versioning
///
/// @param metadata the highest `metadata.version` that a broker knows
/// @param share the level of `share.version` that the cluster has switched on, 0 for none
record Release(int metadata, int share) {

  private static final int KAFKA_4_2 = 28;
  private static final int KAFKA_4_3 = 30;
  private static final int KAFKA_4_4 = 31;

  /// From this level on, the brokers move worn-out messages to a topic of dead letters.
  private static final int DEAD_LETTERS = 2;

  /// @throws ExecutionException when the server does not answer
  static Release of(Admin admin) throws ExecutionException {
    FeatureMetadata features = KafkaErrors.answer(admin.describeFeatures().featureMetadata());
    SupportedVersionRange known = features.supportedFeatures().get("metadata.version");
    FinalizedVersionRange share = features.finalizedFeatures().get("share.version");
    return new Release(
        known == null ? 0 : known.maxVersion(), share == null ? 0 : share.maxVersionLevel());
  }

  /// @return the release, for people
  String name() {
    if (metadata < KAFKA_4_2) {
      return "a Kafka before 4.2";
    }
    if (metadata < KAFKA_4_3) {
      return "Kafka 4.2";
    }
    return metadata < KAFKA_4_4 ? "Kafka 4.3" : "Kafka 4.4 or later";
  }

  /// @return why the brokers cannot be used, if they cannot; it completes a sentence about them
  Optional<String> problem() {
    if (metadata < KAFKA_4_2) {
      return Optional.of(
          "run "
              + name()
              + ", whose share groups are not ready for use. Consumer groups cannot take their"
              + " place: they hand a worker's messages to others when its work takes long or"
              + " another worker starts. Upgrade the brokers to 4.2 or later");
    }
    return share > 0
        ? Optional.empty()
        : Optional.of(
            "have share groups switched off: run 'kafka-features.sh --bootstrap-server HOST:PORT"
                + " upgrade --feature share.version=1'");
  }

  /// @return whether the brokers move worn-out messages to a topic of dead letters
  boolean hasDeadLetters() {
    return share >= DEAD_LETTERS;
  }
}
