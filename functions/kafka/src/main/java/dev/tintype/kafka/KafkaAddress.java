package dev.tintype.kafka;

import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.ServerAccess;
import dev.tintype.core.provider.ServerAddress;
import dev.tintype.core.provider.ServerAddress.HostPort;
import dev.tintype.core.state.Lane;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The parts of an address `kafka://USER@HOST:PORT,HOST:PORT?topic=NAME&…`, and the names of topics
/// and groups that follow from it.
///
/// @param parts what the address says
/// @param prefix the names of our topics begin with it
/// @param replicas how many brokers are to keep each message, if the address says it
/// @param sasl how a user proves who it is; absent when nobody logs in
record KafkaAddress(
    ServerAddress parts, String prefix, Optional<Integer> replicas, Optional<Sasl> sasl) {

  /// How addresses are written.
  static final String FORM = "kafka://USER@HOST:PORT,HOST:PORT?topic=NAME";

  /// What a topic of dead letters must begin with, unless the brokers are told otherwise:
  /// https://kafka.apache.org/documentation/#brokerconfigs_errors.deadletterqueue.topic.name.prefix
  private static final String DEAD = "dlq.";

  private static final int USUAL_PORT = 9092;
  private static final String USUAL_PREFIX = "tintype";

  private static final String TOPIC = "topic";
  private static final String REPLICAS = "replicas";
  private static final String SASL = "sasl";

  private static final ServerAddress.Form WRITTEN =
      new ServerAddress.Form(List.of(FORM), USUAL_PORT, parameters(), ServerAccess.ADVICE);

  private static Set<String> parameters() {
    Set<String> names = new HashSet<>(ServerAccess.PARAMETERS);
    names.addAll(Set.of(TOPIC, REPLICAS, SASL));
    return names;
  }

  /// @param address begins with `kafka:`
  /// @throws InvalidAddress when a part is missing, unknown or wrong; it names no password
  static KafkaAddress parse(String address) {
    ServerAddress parts = ServerAddress.parse(address, WRITTEN);
    if (parts.hosts().isEmpty()) {
      throw parts.wrong("names no server: write " + FORM);
    }
    if (parts.place().isPresent()) {
      throw parts.wrong(
          "has '/" + parts.place().get() + "', but the topic is a parameter: write " + FORM);
    }
    return new KafkaAddress(parts, prefix(parts), replicas(parts), sasl(parts));
  }

  private static String prefix(ServerAddress parts) {
    String prefix = parts.parameter(TOPIC).orElse(USUAL_PREFIX);
    if (!prefix.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw parts.wrong(
          "has the topic '"
              + prefix
              + "', but a name has at most 100 letters, digits, points, underscores and hyphens");
    }
    return prefix;
  }

  private static Optional<Integer> replicas(ServerAddress parts) {
    return parts.parameter(REPLICAS).map(_ -> parts.number(REPLICAS, 1, 9, 1));
  }

  private static Optional<Sasl> sasl(ServerAddress parts) {
    Optional<Sasl> sasl = parts.parameter(SASL).map(name -> Sasl.of(name, parts));
    if (sasl.isPresent() && parts.user().isEmpty()) {
      throw parts.wrong("has sasl=, but names no user");
    }
    if (sasl.isEmpty() && parts.user().isPresent()) {
      throw parts.wrong("names a user, which needs sasl=" + Sasl.names("|"));
    }
    return sasl;
  }

  /// @return the servers as Kafka's clients take them
  String servers() {
    return parts.hosts().stream().map(HostPort::toString).collect(Collectors.joining(","));
  }

  /// @return the topic of a lane, and the share group that reads it
  String topic(Lane lane) {
    return prefix + "-" + lane.code();
  }

  /// @return the topic of dead letters, and the group that remembers which of them are dealt with
  String deadTopic() {
    return DEAD + prefix;
  }
}
