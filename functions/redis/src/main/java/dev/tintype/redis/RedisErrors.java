package dev.tintype.redis;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/// Sorts the errors of server and client. A refusal of the server begins with its code, a word in
/// capitals: https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors
final class RedisErrors {

  private static final Pattern CODE = Pattern.compile("-?([A-Z]+)( .*)?", Pattern.DOTALL);

  /// What only another address, other rights or another server cure.
  private static final Set<String> LASTING =
      Set.of("NOAUTH", "WRONGPASS", "NOPERM", "DENIED", "WRONGTYPE", "MOVED");

  /// What a server says that is no longer the primary.
  private static final Set<String> NO_PRIMARY = Set.of("READONLY", "MASTERDOWN", "UNBLOCKED");

  private static final Map<String, String> SENTENCES =
      Map.ofEntries(
          Map.entry(
              "OOM",
              "the server has no memory left: raise maxmemory, or let workers receive messages"),
          Map.entry("MISCONF", "the server cannot write its file and takes no writes: make room"),
          Map.entry(
              "READONLY",
              "the server is a replica and takes no writes: a failover is under way, or the address"
                  + " must name the primary"),
          Map.entry("MASTERDOWN", "the server is a replica that has lost its primary"),
          Map.entry("UNBLOCKED", "the server has become a replica"),
          Map.entry("LOADING", "the server still reads its file"),
          Map.entry("NOREPLICAS", "too few replicas are in reach of the server"),
          Map.entry("CLUSTERDOWN", "a part of the cluster is down"),
          Map.entry("TRYAGAIN", "the cluster is moving the keys of the queue"),
          Map.entry("MOVED", "the server is a node of a cluster: add cluster=true to the address"),
          Map.entry("BUSY", "the server is busy with a script"),
          Map.entry("NOAUTH", "the server wants a password"),
          Map.entry("WRONGPASS", "the server refuses user or password"),
          Map.entry("NOPERM", "the user lacks a right"),
          Map.entry("DENIED", "the server refuses connections from other machines"),
          Map.entry(
              "WRONGTYPE", "a key of the queue is something else: another program has its prefix"));

  private RedisErrors() {}

  /// @return the code of a refusal; empty for another error
  static String code(JedisException e) {
    if (!(e instanceof JedisDataException) || e.getMessage() == null) {
      return "";
    }
    Matcher code = CODE.matcher(e.getMessage());
    return code.matches() ? code.group(1) : "";
  }

  /// @return whether another server, or a new connection, may answer
  static boolean isOfTheConnection(JedisException e) {
    return !(e instanceof JedisDataException) || NO_PRIMARY.contains(code(e));
  }

  /// @return whether the server did not answer in time, or the client itself has tried again in a
  ///   cluster
  static boolean isTriedEnough(JedisException e) {
    return e.getCause() instanceof SocketTimeoutException
        || e instanceof JedisClusterOperationException;
  }

  /// @return whether only another address, other rights or another server cure it
  static boolean isLasting(JedisException e) {
    return LASTING.contains(code(e));
  }

  /// @return [StoreUnavailable] with what was tried and what it means
  static StoreUnavailable unavailable(String what, JedisException e) {
    if (e.getCause() instanceof StoreUnavailable unreadable) {
      return unreadable;
    }
    String sentence = SENTENCES.get(code(e));
    String detail = sentence == null ? said(e) : sentence + " (" + said(e) + ")";
    return new StoreUnavailable("Redis, " + what + ": " + detail, e);
  }

  /// @return why an address cannot be opened: [InvalidAddress] when it must be changed
  static RuntimeException refusal(RedisAddress address, JedisException e) {
    if (isLasting(e)) {
      return wrong(
          address,
          "was refused by the server: %s (%s)".formatted(SENTENCES.get(code(e)), said(e)),
          e);
    }
    boolean isNameUnknown =
        address.topology() == Topology.SENTINEL && e.getClass().equals(JedisException.class);
    if (isNameUnknown && e.getCause() == null) {
      return wrong(address, "names a primary that no Sentinel knows", e);
    }
    return unavailable("connecting to " + address.hosts(), e);
  }

  private static InvalidAddress wrong(RedisAddress address, String problem, JedisException e) {
    InvalidAddress wrong = address.parts().wrong(problem);
    wrong.initCause(e);
    return wrong;
  }

  /// The client's own words tell little where it wraps what the socket or a node said.
  private static String said(JedisException e) {
    boolean isWrapped =
        e instanceof JedisConnectionException || e instanceof JedisClusterOperationException;
    Throwable cause = e.getCause();
    return isWrapped && cause != null
        ? e.getMessage() + " (" + cause.getMessage() + ")"
        : String.valueOf(e.getMessage());
  }
}
