package dev.tintype.nats;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.provider.Fact;
import io.nats.client.api.ServerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an operator should know of the servers: whether the queue is prepared, what is lost when,
/// and how much room is left.
///
/// @param api asks the server
/// @param address where it is
/// @param preparation looks at streams and consumers
record NatsFacts(Api api, NatsAddress address, Preparation preparation) {

  /// With less room left than this share, the limit is near.
  private static final double LITTLE = 0.1;

  List<Fact> all() {
    List<Fact> facts = new ArrayList<>();
    Optional<String> problem = preparation.serverProblem();
    facts.add(server(problem));
    if (problem.isPresent()) {
      return facts;
    }
    List<String> problems = preparation.problems();
    problems.forEach(sentence -> facts.add(new Fact("queue", false, sentence)));
    if (problems.isEmpty()) {
      facts.add(messages());
      facts.add(copies());
    }
    facts.add(room());
    facts.add(writes());
    return facts;
  }

  private Fact server(Optional<String> problem) {
    ServerInfo server = api.link().session().server();
    String place =
        "NATS %s at %s%s"
            .formatted(
                server.getVersion(),
                address.hosts(),
                server.getCluster() == null ? "" : ", cluster " + server.getCluster());
    return problem
        .map(sentence -> new Fact("queue server", false, place + ": " + sentence))
        .orElseGet(() -> new Fact("queue server", true, place));
  }

  private Fact messages() {
    long dead = new DeadLetters(api, address.names()).count();
    Depth depth = Counts.of(api, address.names()).depth(dead);
    return new Fact(
        "queue",
        true,
        "the streams %s and %s are as they must be: %d waiting, %d hidden, %d given up"
            .formatted(
                address.names().stream(),
                address.names().dead(),
                depth.visible(),
                depth.hidden(),
                dead));
  }

  private Fact copies() {
    JsonObject stream = Counts.stream(api, address.names());
    int copies = stream.object("config").int32("num_replicas", 1, Integer.MAX_VALUE);
    if (copies == 1) {
      return new Fact(
          "copies",
          true,
          "one server has the messages: while it is down nothing is received, and what its disk"
              + " loses the sweeper sends again");
    }
    JsonNode cluster = stream.node().path("cluster");
    List<String> behind =
        cluster
            .path("replicas")
            .valueStream()
            .filter(replica ->
                replica.path("offline").asBoolean(false)
                    || !replica.path("current").asBoolean(false))
            .map(replica -> replica.path("name").asText())
            .toList();
    String detail =
        "%d servers have the messages, led by %s"
            .formatted(copies, cluster.path("leader").asText("nobody"));
    return behind.isEmpty()
        ? new Fact("copies", true, detail)
        : new Fact(
            "copies", false, detail + "; these are down or behind: " + String.join(", ", behind));
  }

  /// Storage of the account, or of one of its tiers: those are for streams with so many replicas.
  private record Room(String whose, long used, long limit) {

    static Room of(String whose, JsonObject usage) {
      return new Room(
          whose,
          usage.integer("storage", 0, Long.MAX_VALUE),
          usage.object("limits").integer("max_storage", -1, Long.MAX_VALUE));
    }

    boolean isLittle() {
      return limit > 0 && limit - used < limit * LITTLE;
    }

    String text() {
      return limit > 0
          ? "%s uses %,d bytes of %,d".formatted(whose, used, limit)
          : "%s uses %,d bytes; it has no limit but the server's own, max_file_store"
              .formatted(whose, used);
    }
  }

  private Fact room() {
    JsonObject account = api.ask("asking for the account", "INFO");
    List<Room> rooms = new ArrayList<>();
    if (account.has("tiers")) {
      JsonObject tiers = account.object("tiers");
      tiers
          .node()
          .fieldNames()
          .forEachRemaining(name -> rooms.add(Room.of("tier " + name, tiers.object(name))));
    } else {
      rooms.add(Room.of("the account", account));
    }
    boolean isLittle = rooms.stream().anyMatch(Room::isLittle);
    String detail = rooms.stream().map(Room::text).collect(Collectors.joining(", "));
    return new Fact("room", !isLittle, isLittle ? detail + ": little room is left" : detail);
  }

  /// The setting is in the server's configuration, which no client of an account can see.
  private static Fact writes() {
    return new Fact(
        "writes",
        true,
        "a client cannot see whether the server syncs each write: its configuration needs"
            + " 'sync_interval: always' in the block jetstream, or a crash of the machine loses up"
            + " to two minutes of answered messages, which the sweeper sends again");
  }
}
