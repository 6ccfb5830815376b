package dev.tintype.redis;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// The queue in Redis or Valkey. Of one lane, what became visible first is received first; a bulk
/// message only when no fresh one is visible. Of the messages about one version at most one waits,
/// beside one whose worker died. Instants are by the server's clock. Each operation is one script,
/// which the server runs as one step. Safe for use by many threads, processes and hosts.
final class RedisQueue implements JobQueue, AutoCloseable {

  /// A receiver looks this often although nobody wakes it: what was sent with a delay, or was sent
  /// while it lost its connection, wakes nobody.
  private static final Duration LOOK = Client.LONGEST_BLOCK;

  /// Redis 6.2 takes a millisecond for zero, which is forever.
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

  private final Connections connections;
  private final ScriptRunner runner;
  private final Scripts scripts;
  private final int mostReceives;

  /// @param connections closed with the queue
  /// @param scripts for the version of the server
  /// @param mostReceives a message that was received so often without an end becomes a dead letter
  ///   instead of being received again; at least 1
  RedisQueue(Connections connections, Scripts scripts, int mostReceives) {
    if (mostReceives < 1) {
      throw new IllegalArgumentException("mostReceives must be at least 1, not " + mostReceives);
    }
    this.connections = connections;
    this.runner = new ScriptRunner(connections, connections.keys());
    this.scripts = scripts;
    this.mostReceives = mostReceives;
  }

  /// A name that no message has: with the instant of its sending it is the message's id.
  private static String name() {
    return Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX);
  }

  @Override
  public void send(Message message, Lane lane, Duration delay) {
    JobSender.check(delay);
    runner.again(
        "sending a message",
        scripts.send(),
        Replies.number(lane),
        Replies.micros(delay),
        name(),
        new VersionName(message.imageId(), message.version()).key(),
        message.json());
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes)
      throws InterruptedException {
    try {
      return receiveWithin(wait, visibility, lanes);
    } catch (StoreUnavailable e) {
      if (Thread.interrupted()) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(e);
        throw interrupted;
      }
      throw e;
    }
  }

  private Optional<Delivery> receiveWithin(Duration wait, Duration visibility, Set<Lane> lanes)
      throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      Look look = look(visibility, lanes);
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (look.delivery().isPresent() || !left.isPositive()) {
        return look.delivery();
      }
      Duration pause = shorter(left, shorter(LOOK, look.quiet()));
      boolean isWoken = await(pause, lanes);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (!isWoken && pause.equals(left)) {
        return Optional.empty();
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /// What one look found.
  ///
  /// @param delivery what was received
  /// @param quiet for how long nothing that is there becomes visible
  private record Look(Optional<Delivery> delivery, Duration quiet) {}

  private Look look(Duration visibility, Set<Lane> lanes) {
    Object reply =
        runner.again(
            "receiving a message",
            scripts.receive(),
            Replies.micros(visibility),
            Integer.toString(mostReceives),
            lanes.contains(Lane.BULK) ? "1" : "0");
    if (reply instanceof List<?> row) {
      return new Look(Optional.of(Replies.delivery(row)), Duration.ZERO);
    }
    long quiet = Long.parseLong(reply.toString());
    return new Look(Optional.empty(), quiet < 0 ? LOOK : Duration.of(quiet, ChronoUnit.MICROS));
  }

  /// Waits until there may be a message.
  ///
  /// @param pause at most so long
  /// @return false when the time is over
  private boolean await(Duration pause, Set<Lane> lanes) {
    double seconds = Math.max(SHORTEST_WAIT.toMillis(), pause.toMillis()) / 1e3;
    Keys keys = connections.keys();
    String[] lists =
        lanes.contains(Lane.BULK)
            ? new String[] {keys.wakeFresh(), keys.wakeBulk()}
            : new String[] {keys.wakeFresh()};
    return connections.waiting("waiting for a message", jedis -> jedis.blpop(seconds, lists))
        != null;
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    Receipt receipt = Receipt.of(delivery);
    return runner
        .again(
            "hiding a message",
            scripts.extend(),
            receipt.id(),
            receipt.count(),
            Replies.micros(visibility))
        .equals(1L);
  }

  @Override
  public void retryLater(Delivery delivery, Duration delay) {
    Receipt receipt = Receipt.of(delivery);
    runner.again(
        "giving a message back",
        scripts.giveBack(),
        receipt.id(),
        receipt.count(),
        Replies.micros(delay));
  }

  @Override
  public void acknowledge(Delivery delivery) {
    Receipt receipt = Receipt.of(delivery);
    runner.again("acknowledging a message", scripts.acknowledge(), receipt.id(), receipt.count());
  }

  @Override
  public void deadLetter(Delivery delivery, String why) {
    Receipt receipt = Receipt.of(delivery);
    runner.again("burying a message", scripts.deadLetter(), receipt.id(), receipt.count(), why);
  }

  @Override
  public List<DeadLetter> deadLetters(int limit) {
    Object rows =
        runner.again("reading dead letters", scripts.deadLetters(), Integer.toString(limit));
    return ((List<?>) rows).stream().map(row -> Replies.deadLetter((List<?>) row)).toList();
  }

  @Override
  public boolean redrive(DeadLetter letter) {
    return runner.once("redriving a dead letter", scripts.redrive(), letter.id(), name());
  }

  @Override
  public boolean discard(DeadLetter letter) {
    return runner.once("discarding a dead letter", scripts.discard(), letter.id());
  }

  @Override
  public Depth depth() {
    return Replies.depth((List<?>) runner.again("counting messages", scripts.depth()));
  }

  /// @return what keeps the queue from working now, in a sentence, if anything does
  Optional<String> complaint() {
    try {
      return connections.info().isReplica()
          ? Optional.of("The server of the queue takes no writes.")
          : Optional.empty();
    } catch (StoreUnavailable _) {
      return Optional.of("The server of the queue does not answer.");
    }
  }

  /// @return what an operator should know of the server
  List<Fact> facts() {
    return new RedisFacts(
            connections.info(),
            connections.setting("appendfsync"),
            connections.setting("min-replicas-to-write"),
            depth())
        .all();
  }

  /// Closes every connection; one that is in use, when it is given back.
  @Override
  public void close() {
    connections.close();
  }
}
