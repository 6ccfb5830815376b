package dev.tintype.kafka;

import dev.tintype.core.provider.Fact;
import dev.tintype.core.state.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthorizationException;

/// What an operator should know of the brokers: whether they can be used, how many keep a message,
/// what happens to one that wears out its workers, and how much room there is.
///
/// @param clients how hosts connect
/// @param brokers are asked
record KafkaFacts(KafkaClients clients, Brokers brokers) {

  /// Where the brokers keep which messages are dealt with.
  private static final String STATE = "__share_group_state";

  private static final long LITTLE_ROOM = 1L << 30;

  /// @throws dev.tintype.core.provider.InvalidAddress when the server refuses us
  /// @throws dev.tintype.core.port.StoreUnavailable when the server does not answer
  List<Fact> all() {
    KafkaAddress address = clients.address();
    try {
      Release release = Release.of(brokers.admin());
      List<Fact> facts = new ArrayList<>();
      facts.add(server(release));
      if (release.problem().isPresent()) {
        return facts;
      }
      List<String> problems = new KafkaCheck(address, brokers).problems(release);
      facts.add(queue(problems));
      if (!problems.isEmpty()) {
        return facts;
      }
      facts.add(copies());
      facts.add(locks());
      facts.add(deadLetters(release));
      room().ifPresent(facts::add);
      facts.add(secrecy());
      return facts;
    } catch (ExecutionException e) {
      throw KafkaErrors.refusal(address.parts(), "examining the brokers", e);
    }
  }

  private Fact server(Release release) throws ExecutionException {
    String place =
        "%s, %d brokers alive, at %s"
            .formatted(release.name(), brokers.count(), clients.address().servers());
    return release
        .problem()
        .map(problem -> new Fact("brokers", false, place + ": they " + problem))
        .orElseGet(() -> new Fact("brokers", true, place));
  }

  private Fact queue(List<String> problems) {
    return problems.isEmpty()
        ? new Fact("queue", true, "its topics and share groups are as they must be")
        : new Fact("queue", false, String.join("; ", problems));
  }

  /// The fewest copies count: those of a lane, or those of what the brokers know of the groups.
  private Fact copies() throws ExecutionException {
    int fewest = Integer.MAX_VALUE;
    boolean isWhole = true;
    for (String topic : List.of(topic(Lane.FRESH), topic(Lane.BULK), STATE)) {
      Optional<TopicDescription> found = brokers.topic(topic);
      for (TopicPartitionInfo partition :
          found.map(TopicDescription::partitions).orElse(List.of())) {
        fewest = Math.min(fewest, partition.replicas().size());
        isWhole &= partition.isr().size() == partition.replicas().size();
      }
    }
    String inSync =
        brokers.topicSettings(topic(Lane.FRESH)).value("min.insync.replicas").orElse("1");
    String detail =
        "messages and the state of the groups are on %d brokers, a send needs %s of them"
            .formatted(fewest, inSync);
    if (!isWhole) {
      return new Fact("copies", false, detail + "; some are behind: look at the brokers");
    }
    return fewest > 1
        ? new Fact("copies", true, detail)
        : new Fact(
            "copies",
            true,
            detail
                + ": when that machine fails, messages are lost, and the sweeper sends them again");
  }

  private String topic(Lane lane) {
    return clients.address().topic(lane);
  }

  private Fact locks() throws ExecutionException {
    Brokers.Settings group = brokers.groupSettings(topic(Lane.FRESH));
    return new Fact(
        "locks",
        true,
        ("the messages of a host that is cut off are delivered again after at most %s ms;"
                + " a record is delivered at most %s times")
            .formatted(
                group.value(Setting.LOCK).orElse("?"),
                group.value(Setting.DELIVERIES).orElse("?")));
  }

  private Fact deadLetters(Release release) throws ExecutionException {
    String own = "messages received " + KafkaQueue.MOST_RECEIVES + " times are set aside";
    if (!release.hasDeadLetters()) {
      return new Fact(
          "dead letters",
          true,
          own + "; the brokers themselves have no dead letters (share.version)");
    }
    String dead = clients.address().deadTopic();
    for (Lane lane : Lane.values()) {
      Brokers.Settings group = brokers.groupSettings(topic(lane));
      if (!Setting.ofDeadLetters(dead).stream()
          .allMatch(setting -> group.value(setting.name()).filter(setting.isFine()).isPresent())) {
        return new Fact(
            "dead letters",
            false,
            own
                + "; what the brokers drop themselves is lost until the sweeper sends it: run"
                + " 'tintype queue init'");
      }
    }
    return new Fact("dead letters", true, own + ", and what the brokers drop goes to " + dead);
  }

  /// Not everybody may ask for it.
  private Optional<Fact> room() throws ExecutionException {
    Map<Integer, Map<String, LogDirDescription>> disks;
    try {
      List<Integer> ids =
          KafkaErrors.answer(brokers.admin().describeCluster().nodes()).stream()
              .map(Node::id)
              .toList();
      disks = KafkaErrors.answer(brokers.admin().describeLogDirs(ids).allDescriptions());
    } catch (ExecutionException e) {
      if (KafkaErrors.cause(e) instanceof AuthorizationException) {
        return Optional.empty();
      }
      throw e;
    }
    Map<Integer, Long> least =
        disks.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        entry.getValue().values().stream()
                            .mapToLong(disk -> disk.usableBytes().orElse(Long.MAX_VALUE))
                            .min()
                            .orElse(Long.MAX_VALUE)));
    return least.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .filter(entry -> entry.getValue() < Long.MAX_VALUE)
        .map(entry -> room(entry.getKey(), entry.getValue()));
  }

  private static Fact room(int broker, long bytes) {
    String detail = "broker %d has %d MB left".formatted(broker, bytes >> 20);
    return bytes < LITTLE_ROOM
        ? new Fact("room", false, detail + "; a broker whose disk is full stops: make room")
        : new Fact("room", true, detail);
  }

  private Fact secrecy() {
    boolean isEncrypted = clients.access().isEncrypted();
    boolean sendsPassword = clients.address().sasl().equals(Optional.of(Sasl.PLAIN));
    if (!isEncrypted && sendsPassword) {
      return new Fact(
          "connection",
          false,
          "the password is sent without encryption: add tls=true, or use sasl=scram-sha-512");
    }
    return new Fact(
        "connection",
        true,
        (isEncrypted ? "encrypted" : "not encrypted")
            + (clients.address().sasl().isPresent() ? ", with a password" : ", without a login"));
  }
}
