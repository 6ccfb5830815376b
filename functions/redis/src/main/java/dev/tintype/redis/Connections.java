package dev.tintype.redis;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.ServerAddress.HostPort;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/// The connections to the servers of one address. When one breaks, or leads to a server that is no
/// longer the primary, all of them are made anew, and Sentinels, nodes and names are asked again.
/// Safe for use by many threads.
///
/// Every error leaves it as [StoreUnavailable].
final class Connections implements AutoCloseable {

  private static final Duration FREE_WITHIN = Duration.ofSeconds(10);

  /// Sentinels and nodes that were asked so shortly before would answer the same.
  private static final Duration JUST_ASKED = Duration.ofMillis(200);

  private final RedisAddress address;
  private final Keys keys;
  private final Semaphore free;
  private final ReentrantLock renewing = new ReentrantLock();
  private volatile Client client;
  private volatile boolean closed;
  private long madeAt = System.nanoTime();

  private Connections(RedisAddress address, Keys keys, Client client) {
    this.address = address;
    this.keys = keys;
    this.client = client;
    this.free = new Semaphore(address.connections());
  }

  /// Gets ready to connect, and asks Sentinels or nodes where the queue is.
  ///
  /// @throws InvalidAddress when the address must be changed
  /// @throws StoreUnavailable when nobody answers
  static Connections open(RedisAddress address) {
    address.checkFiles();
    Keys keys = Keys.of(address.prefix());
    try {
      return new Connections(address, keys, Client.open(address, keys));
    } catch (JedisException e) {
      if (address.topology() == Topology.CLUSTER) {
        mustBeInCluster(address);
      }
      throw RedisErrors.refusal(address, e);
    }
  }

  /// Of a server that is part of no cluster, the client only says that it found no slots.
  private static void mustBeInCluster(RedisAddress address) {
    for (HostPort host : address.parts().hosts()) {
      ServerInfo info;
      try (Connection connection = Client.connect(address, host)) {
        info = ServerInfo.of(connection);
      } catch (JedisException e) {
        if (RedisErrors.isLasting(e)) {
          throw RedisErrors.refusal(address, e);
        }
        continue;
      }
      info.problem(address.topology())
          .ifPresent(problem -> {
            throw address.parts().wrong(problem);
          });
    }
  }

  Keys keys() {
    return keys;
  }

  /// Connects to the server that has the queue.
  ///
  /// @return what it tells of itself
  /// @throws InvalidAddress when it refuses the user, or the queue cannot be in it
  /// @throws StoreUnavailable when it does not answer
  ServerInfo greet() {
    ServerInfo info;
    try (Connection connection = client.node().get()) {
      info = ServerInfo.of(connection);
    } catch (JedisException e) {
      throw RedisErrors.refusal(address, e);
    }
    info.problem(address.topology())
        .ifPresent(problem -> {
          throw address.parts().wrong(problem);
        });
    return info;
  }

  /// @param e what the first work failed with
  /// @return the same as [InvalidAddress], when only another address, other rights or another
  ///   server cure it
  RuntimeException refusal(StoreUnavailable e) {
    return e.getCause() instanceof JedisException cause && RedisErrors.isLasting(cause)
        ? RedisErrors.refusal(address, cause)
        : e;
  }

  /// @return what the server that has the queue tells of itself
  ServerInfo info() {
    return limited(
        "asking the server",
        2,
        used -> {
          try (Connection connection = used.node().get()) {
            return ServerInfo.of(connection);
          }
        });
  }

  /// @return a setting of the server; absent when it has none of that name, or does not tell it, as
  ///   managed servers do
  Optional<String> setting(String name) {
    CommandArguments get = new CommandArguments(Protocol.Command.CONFIG).add("GET").add(name);
    return limited(
        "asking for a setting",
        2,
        used -> {
          try (Connection connection = used.node().get()) {
            List<?> pair = (List<?>) connection.executeCommand(get);
            return pair.size() == 2
                ? Optional.of(new String((byte[]) pair.getLast(), StandardCharsets.UTF_8))
                : Optional.<String>empty();
          } catch (JedisDataException _) {
            return Optional.<String>empty();
          }
        });
  }

  /// Does work that may be done twice when the connection breaks during it.
  <T> T again(String what, Function<UnifiedJedis, T> work) {
    return limited(what, 2, used -> work.apply(used.commands()));
  }

  /// Does work that is not tried again when the connection breaks during it.
  <T> T once(String what, Function<UnifiedJedis, T> work) {
    return limited(what, 1, used -> work.apply(used.commands()));
  }

  /// Does work that waits at the server, for [Client#LONGEST_BLOCK] at most. It does not count
  /// among the connections that are in use.
  <T> T waiting(String what, Function<UnifiedJedis, T> work) {
    return tried(what, 1, used -> work.apply(used.commands()));
  }

  private <T> T limited(String what, int tries, Function<Client, T> work) {
    acquire(what);
    try {
      return tried(what, tries, work);
    } finally {
      free.release();
    }
  }

  private void acquire(String what) {
    try {
      if (free.tryAcquire(FREE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("Redis, " + what + ": the thread was interrupted", e);
    }
    throw new StoreUnavailable(
        "Redis, " + what + ": all " + address.connections() + " connections are in use");
  }

  private <T> T tried(String what, int tries, Function<Client, T> work) {
    int left = tries;
    while (true) {
      Client used = client;
      try {
        return work.apply(used);
      } catch (JedisException e) {
        left--;
        boolean isHopeless = isInterrupted(e) || !RedisErrors.isOfTheConnection(e);
        if (!isHopeless) {
          renew(used);
        }
        if (isHopeless || left == 0 || RedisErrors.isTriedEnough(e)) {
          throw RedisErrors.unavailable(what, e);
        }
      }
    }
  }

  /// The client wraps an interruption and forgets it.
  private static boolean isInterrupted(JedisException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    return Thread.currentThread().isInterrupted();
  }

  /// Replaces a client that failed, unless another thread did.
  private void renew(Client failed) {
    renewing.lock();
    try {
      boolean isTooSoon =
          address.topology() != Topology.SERVER
              && System.nanoTime() - madeAt < JUST_ASKED.toNanos();
      if (!client.equals(failed) || isTooSoon || closed) {
        return;
      }
      client = Client.open(address, keys);
      madeAt = System.nanoTime();
      failed.close();
    } catch (JedisException _) {
      // Nobody knows of another server. The client stays, and may find it by itself.
    } finally {
      renewing.unlock();
    }
  }

  /// Closes every connection; one that is in use, when it is given back.
  @Override
  public void close() {
    renewing.lock();
    try {
      closed = true;
      client.close();
    } finally {
      renewing.unlock();
    }
  }
}
