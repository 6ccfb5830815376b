package dev.tintype.redis;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.QueueProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;

/// Opens `redis://USER@HOST:PORT/DB?…`, a queue in Redis or Valkey.
public final class RedisProvider implements QueueProvider {

  private static final Logger LOGGER = System.getLogger("dev.tintype.redis");

  /// A message received so often without an end is set aside: only what kills its worker each time
  /// comes so far.
  private static final int MOST_RECEIVES = 50;

  private final Map<String, String> environment;

  /// For the service loader.
  public RedisProvider() {
    this(System.getenv());
  }

  /// @param environment names to values
  RedisProvider(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String scheme() {
    return "redis";
  }

  @Override
  public String form() {
    return RedisAddress.FORM;
  }

  @Override
  public void check(String address) {
    RedisAddress _ = parse(address);
  }

  /// @throws InvalidAddress when the address is not of our form
  private RedisAddress parse(String address) {
    return RedisAddress.parse(address, environment);
  }

  @Override
  public JobQueue queue(String address, Opening opening) {
    RedisQueue queue = opening.opened(open(Connections.open(parse(address)), MOST_RECEIVES));
    opening.check(queue::complaint);
    return queue;
  }

  /// Looks whether the queue can be in the server, and warns of what a crash would lose.
  ///
  /// @param connections closed with the queue, and when it cannot be opened
  /// @throws InvalidAddress when the queue cannot be in the server
  /// @throws StoreUnavailable when the server does not answer, or takes no writes
  static RedisQueue open(Connections connections, int mostReceives) {
    try {
      ServerInfo info = connections.greet();
      if (info.isReplica()) {
        throw new StoreUnavailable(
            "Redis, opening the queue: "
                + info.name()
                + " is a replica and takes no writes: a failover is under way, or the address must"
                + " name the primary");
      }
      if (!info.isAppending()) {
        LOGGER.log(Level.WARNING, "event=queue.not_durable cause=appendonly");
      }
      RedisQueue queue = new RedisQueue(connections, Scripts.of(info.knowsMarks()), mostReceives);
      // Finds keys of another program, and missing rights.
      queue.depth();
      return queue;
    } catch (StoreUnavailable e) {
      connections.close();
      throw connections.refusal(e);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  @Override
  public List<Fact> examine(String address) {
    try (RedisQueue queue = open(Connections.open(parse(address)), MOST_RECEIVES)) {
      return queue.facts();
    }
  }
}
