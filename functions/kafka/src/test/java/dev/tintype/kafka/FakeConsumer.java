package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A consumer whose messages a test puts there, and that tells what was done with them.
final class FakeConsumer implements LaneConsumer {

  private final BlockingQueue<Taken> messages;
  private final List<String> done = new CopyOnWriteArrayList<>();
  private volatile Duration lock = Duration.ofSeconds(60);
  private volatile boolean isOurs = true;
  private volatile boolean isSilent;
  private volatile boolean fails;
  private volatile boolean closed;
  private volatile Thread waiting = Thread.currentThread();

  FakeConsumer() {
    this(new LinkedBlockingQueue<>());
  }

  /// @param messages shared by the members of one group
  FakeConsumer(BlockingQueue<Taken> messages) {
    this.messages = messages;
  }

  static Taken message(String body, int received, int deliveries) {
    return new Taken(new Envelope(body, received, Optional.empty()), "0/" + body, deliveries);
  }

  void put(Taken taken) {
    messages.add(taken);
  }

  /// The brokers keep a message for so long.
  void lock(Duration time) {
    lock = time;
  }

  /// The brokers gave the message to somebody else.
  void lose() {
    isOurs = false;
  }

  void fail() {
    fails = true;
  }

  void silence() {
    isSilent = true;
  }

  /// @return what was done, such as `renew`
  List<String> done() {
    return List.copyOf(done);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isJoined() {
    return true;
  }

  @Override
  public Optional<Taken> take(Duration wait) {
    if (fails) {
      throw new StoreUnavailable("refused");
    }
    waiting = Thread.currentThread();
    try {
      return Optional.ofNullable(messages.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      return Optional.empty();
    }
  }

  @Override
  public Duration lock() {
    return lock;
  }

  private boolean did(String what) {
    if (fails) {
      throw new StoreUnavailable("refused");
    }
    done.add(what);
    return isOurs;
  }

  @Override
  public boolean renew() {
    return did("renew");
  }

  @Override
  public boolean accept() {
    return did("accept");
  }

  @Override
  public boolean release() {
    return did("release");
  }

  @Override
  public void wake() {
    waiting.interrupt();
  }

  @Override
  public boolean isSilent() {
    return isSilent;
  }

  @Override
  public void close() {
    closed = true;
  }
}
