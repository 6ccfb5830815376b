package dev.tintype.redis;

import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.ServerAccess;
import dev.tintype.core.provider.ServerAddress;
import dev.tintype.core.provider.ServerAddress.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The parts of an address `redis://USER@HOST:PORT/DB?…`.
///
/// @param parts the address as it was read
/// @param access user, password and TLS
/// @param topology what the hosts are
/// @param primary the name by which Sentinels know the primary; absent without Sentinels
/// @param sentinelPassword a file whose first line is the password of the Sentinels
/// @param database the number of the database, from 0
/// @param prefix what the names of all keys begin with, in braces
/// @param connections the most connections at once, without those of receivers that wait
record RedisAddress(
    ServerAddress parts,
    ServerAccess access,
    Topology topology,
    Optional<String> primary,
    Optional<Path> sentinelPassword,
    int database,
    String prefix,
    int connections) {

  /// How addresses are written.
  static final String FORM = "redis://USER@HOST:PORT/DB";

  private static final int SERVER_PORT = 6379;
  private static final int SENTINEL_PORT = 26_379;
  private static final int USUAL_CONNECTIONS = 8;

  private static final String PREFIX = "prefix";
  private static final String CONNECTIONS = "connections";
  private static final String SENTINEL = "sentinel";
  private static final String SENTINEL_PASSWORD = "sentinel-password-file";
  private static final String CLUSTER = "cluster";

  private static final Set<String> PARAMETERS =
      Stream.concat(
              ServerAccess.PARAMETERS.stream(),
              Stream.of(PREFIX, CONNECTIONS, SENTINEL, SENTINEL_PASSWORD, CLUSTER))
          .collect(Collectors.toUnmodifiableSet());

  private static ServerAddress.Form form(int port) {
    return new ServerAddress.Form(List.of(FORM), port, PARAMETERS, ServerAccess.ADVICE);
  }

  /// @param address begins with `redis:`
  /// @param environment names to values
  /// @throws InvalidAddress when a part is missing, unknown or wrong; it names no password
  static RedisAddress parse(String address, Map<String, String> environment) {
    ServerAddress parts = ServerAddress.parse(address, form(SERVER_PORT));
    if (parts.parameter(SENTINEL).isPresent()) {
      parts = ServerAddress.parse(address, form(SENTINEL_PORT));
    }
    Topology topology = topology(parts);
    return new RedisAddress(
        parts,
        ServerAccess.of(parts, environment),
        topology,
        parts.parameter(SENTINEL),
        parts.parameter(SENTINEL_PASSWORD).map(Path::of),
        database(parts, topology),
        prefix(parts),
        parts.number(CONNECTIONS, 2, 999, USUAL_CONNECTIONS));
  }

  private static Topology topology(ServerAddress parts) {
    if (parts.hosts().isEmpty()) {
      throw parts.wrong("names no host: write " + FORM);
    }
    boolean isCluster = parts.flag(CLUSTER);
    boolean hasSentinels = parts.parameter(SENTINEL).isPresent();
    if (isCluster && hasSentinels) {
      throw parts.wrong("has both sentinel and cluster=true, of which a server has one");
    }
    if (parts.parameter(SENTINEL_PASSWORD).isPresent() && !hasSentinels) {
      throw parts.wrong("has a sentinel-password-file, which needs sentinel=NAME");
    }
    if (parts.hosts().size() > 1 && !isCluster && !hasSentinels) {
      throw parts.wrong(
          "names several hosts, but does not say what they are: add sentinel=NAME or"
              + " cluster=true");
    }
    if (isCluster) {
      return Topology.CLUSTER;
    }
    return hasSentinels ? Topology.SENTINEL : Topology.SERVER;
  }

  private static int database(ServerAddress parts, Topology topology) {
    String text = parts.place().orElse("0");
    if (!text.matches("[0-9]{1,5}")) {
      throw parts.wrong("has '" + text + "' in the place of the database, which is a number");
    }
    int database = Integer.parseInt(text);
    if (database > 0 && topology == Topology.CLUSTER) {
      throw parts.wrong("names database " + database + ", but a cluster only has database 0");
    }
    return database;
  }

  private static String prefix(ServerAddress parts) {
    String prefix = parts.parameter(PREFIX).orElse("tintype");
    if (!prefix.matches("[A-Za-z0-9._:-]{1,64}")) {
      throw parts.wrong(
          "has the prefix '"
              + prefix
              + "', which may only have letters, digits and . _ : -, at most 64");
    }
    return prefix;
  }

  /// Finds what is wrong with the files that the address names.
  ///
  /// @throws InvalidAddress when one of them cannot be read
  void checkFiles() {
    access.checkFiles(parts);
    sentinelPassword.ifPresent(file -> {
      if (!Files.isReadable(file)) {
        throw parts.wrong("names a sentinel-password-file that cannot be read: " + file);
      }
    });
  }

  /// @return the hosts for people, separated by commas
  String hosts() {
    return parts.hosts().stream().map(HostPort::toString).collect(Collectors.joining(","));
  }
}
