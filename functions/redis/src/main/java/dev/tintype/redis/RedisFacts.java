package dev.tintype.redis;

import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.provider.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What an operator should know of a server: how much room it has, what a crash loses, and what a
/// failover loses.
///
/// @param info what the server tells of itself
/// @param appendFsync when appended writes reach the disk; absent when the server does not tell
/// @param minReplicas how many replicas must be in reach for a write; absent when not told
/// @param depth how many messages there are
record RedisFacts(
    ServerInfo info, Optional<String> appendFsync, Optional<String> minReplicas, Depth depth) {

  /// A server that is fuller may refuse messages soon.
  private static final int NEARLY_FULL_PERCENT = 90;

  private static final String HEALED = ", until the sweeper sends them again";

  List<Fact> all() {
    List<Fact> facts = new ArrayList<>();
    facts.add(server());
    facts.add(memory());
    facts.add(durability());
    facts.add(replicas());
    facts.add(
        new Fact(
            "queue",
            true,
            "%d messages wait, %d are hidden, %d were given up"
                .formatted(depth.visible(), depth.hidden(), depth.dead())));
    return facts;
  }

  private Fact server() {
    return new Fact(
        "queue server", true, info.name() + (info.isClusterNode() ? ", a node of a cluster" : ""));
  }

  private Fact memory() {
    String policy = info.text("maxmemory_policy");
    String policyTold =
        policy.isEmpty() ? "does not tell its maxmemory-policy" : "has maxmemory-policy " + policy;
    OptionalLong used = percentUsed();
    if (used.isEmpty()) {
      return new Fact(
          "queue memory", true, "the server " + policyTold + " and no limit of its own");
    }
    String detail =
        "%d %% of maxmemory are used; the server %s".formatted(used.getAsLong(), policyTold);
    return used.getAsLong() < NEARLY_FULL_PERCENT
        ? new Fact("queue memory", true, detail)
        : new Fact(
            "queue memory", false, detail + ". When nothing is left, no message can be sent");
  }

  private OptionalLong percentUsed() {
    long most = info.number("maxmemory").orElse(0L);
    return most == 0
        ? OptionalLong.empty()
        : OptionalLong.of(info.number("used_memory").orElse(0L) * 100 / most);
  }

  private Fact durability() {
    if (!info.isAppending()) {
      return new Fact(
          "queue durability",
          false,
          "appendonly is no: a restart of the server loses the messages since its last snapshot"
              + HEALED
              + "; set appendonly to yes");
    }
    if (!info.text("aof_last_write_status").equals("ok")) {
      return new Fact(
          "queue durability", false, "the server cannot write its append-only file: make room");
    }
    return switch (appendFsync.orElse("")) {
      case "always" ->
          new Fact("queue durability", true, "each answered message is on the server's disk");
      case "everysec" ->
          new Fact(
              "queue durability",
              false,
              "appendfsync is everysec: a crash of the server may lose the messages of the last two"
                  + " seconds"
                  + HEALED
                  + "; set appendfsync to always to keep them");
      case "" ->
          new Fact(
              "queue durability",
              true,
              "appendonly is yes; the server does not tell appendfsync, so a crash may lose the"
                  + " last messages"
                  + HEALED);
      default ->
          new Fact(
              "queue durability",
              false,
              "appendfsync is "
                  + appendFsync.get()
                  + ": a crash of the server's machine may lose half a minute of messages"
                  + HEALED
                  + "; set appendfsync to always");
    };
  }

  private Fact replicas() {
    long connected = info.number("connected_slaves").orElse(0L);
    if (connected == 0) {
      return new Fact(
          "queue replicas", true, "none: while the server is down, no message is sent or received");
    }
    String least = minReplicas.map(min -> ", min-replicas-to-write is " + min).orElse("");
    return new Fact(
        "queue replicas",
        true,
        connected + least + ": a failover may lose the last answered messages" + HEALED);
  }
}
