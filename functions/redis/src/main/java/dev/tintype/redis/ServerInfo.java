package dev.tintype.redis;

import dev.tintype.core.provider.ServerAddress.HostPort;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/// What a server tells of itself (https://redis.io/docs/latest/commands/info/).
///
/// @param host the server that told it
/// @param fields names to values
record ServerInfo(HostPort host, Map<String, String> fields) {

  private static final int OLDEST = version(6, 2);
  private static final int WITH_MARKS = version(7, 0);

  /// The only policy under which a server that has no memory left throws nothing away.
  private static final String KEEPS_ALL = "noeviction";

  private static int version(int major, int minor) {
    return major * 1000 + minor;
  }

  /// Asks a server.
  static ServerInfo of(Connection connection) {
    byte[] text = (byte[]) connection.executeCommand(new CommandArguments(Protocol.Command.INFO));
    HostAndPort place = connection.getHostAndPort();
    return of(
        new HostPort(place.getHost(), place.getPort()), new String(text, StandardCharsets.UTF_8));
  }

  /// @param text lines of `name:value`, and titles that begin with `#`
  static ServerInfo of(HostPort host, String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .filter(line -> line.indexOf(':') > 0)
        .forEach(line -> {
          int colon = line.indexOf(':');
          fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
    return new ServerInfo(host, fields);
  }

  /// @return a field's value; empty when the server does not tell it
  String text(String name) {
    return fields.getOrDefault(name, "");
  }

  /// @return a field that is a whole number; absent when the server does not tell it
  Optional<Long> number(String name) {
    return text(name).matches("[0-9]{1,18}")
        ? Optional.of(Long.parseLong(text(name)))
        : Optional.empty();
  }

  /// The version of Redis that it is or behaves as.
  private int version() {
    String[] parts = text("redis_version").split("\\.", 3);
    return parts.length > 1 && parts[0].matches("[0-9]{1,3}") && parts[1].matches("[0-9]{1,3}")
        ? version(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]))
        : 0;
  }

  /// @return product, version and place, for people
  String name() {
    String product =
        fields.containsKey("valkey_version")
            ? "Valkey " + text("valkey_version")
            : "Redis " + text("redis_version");
    return product + " at " + host;
  }

  /// @return whether the server knows the marks of scripts
  boolean knowsMarks() {
    return version() >= WITH_MARKS;
  }

  /// @return whether it is a copy of another server, and takes no writes
  boolean isReplica() {
    return text("role").equals("slave");
  }

  /// @return whether each write is appended to a file
  boolean isAppending() {
    return text("aof_enabled").equals("1");
  }

  /// @return whether it is a node of a cluster
  boolean isClusterNode() {
    return mode().equals("cluster");
  }

  /// Valkey has its own name for it.
  private String mode() {
    return fields.getOrDefault("redis_mode", text("server_mode"));
  }

  /// @return why the queue cannot be in this server, if it cannot; completes a sentence that begins
  ///   with the address
  Optional<String> problem(Topology topology) {
    if (mode().equals("sentinel")) {
      return Optional.of(
          "leads to a Sentinel: add sentinel=NAME, the name by which it knows the primary");
    }
    if (version() < OLDEST) {
      return Optional.of("leads to " + name() + ", but Redis 6.2 or later, or Valkey, is needed");
    }
    if (isClusterNode() && topology != Topology.CLUSTER) {
      return Optional.of("leads to a node of a cluster: add cluster=true");
    }
    if (!isClusterNode() && topology == Topology.CLUSTER) {
      return Optional.of("has cluster=true, but leads to a server that is not part of a cluster");
    }
    String policy = text("maxmemory_policy");
    return policy.isEmpty() || policy.equals(KEEPS_ALL)
        ? Optional.empty()
        : Optional.of(
            "leads to a server with the maxmemory-policy "
                + policy
                + ", which may throw messages away: set it to "
                + KEEPS_ALL);
  }
}
