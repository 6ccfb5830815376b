package dev.tintype.redis.real;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Two threads that send and two that receive, until they are told to end. What a thread is not
/// answered it does not count.
final class Traffic implements AutoCloseable {

  /// A message whose receiver was not answered is hidden for so long.
  private static final Duration HIDDEN = Duration.ofSeconds(2);

  private static final int MOST_WAITING = 500;

  private final JobQueue queue;
  private final AtomicInteger number = new AtomicInteger();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> received = ConcurrentHashMap.newKeySet();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> cameBack = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refusals = new AtomicInteger();
  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private volatile boolean sending = true;
  private volatile boolean receiving = true;

  Traffic(JobQueue queue) {
    this.queue = queue;
    for (int i = 0; i < 2; i++) {
      Future<?> _ = pool.submit(() -> during(this::send));
      Future<?> _ = pool.submit(this::receiveAll);
    }
  }

  private void during(Runnable work) {
    while (sending) {
      work.run();
    }
  }

  private void send() {
    if (sent.size() - received.size() > MOST_WAITING) {
      LockSupport.parkNanos(1_000_000);
      return;
    }
    int mine = number.getAndIncrement();
    if (TestMessages.isSent(queue, mine)) {
      sent.add(TestMessages.message(mine).json());
    } else {
      refusals.incrementAndGet();
      Thread.yield();
    }
  }

  private void receiveAll() {
    while (receiving) {
      try {
        Optional<Delivery> next = queue.receive(Duration.ofMillis(500), HIDDEN);
        next.ifPresent(this::deal);
      } catch (StoreUnavailable _) {
        refusals.incrementAndGet();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void deal(Delivery delivery) {
    received.add(delivery.body());
    if (acknowledged.contains(delivery.body())) {
      cameBack.add(delivery.body());
    }
    queue.acknowledge(delivery);
    acknowledged.add(delivery.body());
  }

  /// Waits until so many more messages were received.
  void passes(int more) throws InterruptedException {
    int goal = received.size() + more;
    TestBroker.await(more + " more messages", () -> received.size() >= goal);
  }

  /// Sends no more, and waits until everything that was answered has been received.
  void finish() throws InterruptedException {
    sending = false;
    TestBroker.await("all that was sent", () -> received.containsAll(sent));
  }

  /// Sends no more, and waits until the queue is empty.
  void finishEmpty() throws InterruptedException {
    sending = false;
    TestBroker.await(
        "an empty queue",
        () -> {
          JobQueue.Depth depth = queue.depth();
          return depth.visible() + depth.hidden() == 0;
        });
  }

  /// Sends again what was lost, as the sweeper does.
  void sendAgain() {
    lost().forEach(body -> queue.send(Message.parse(body), Duration.ZERO));
  }

  /// @return what was answered to a sender
  Set<String> sent() {
    return sent;
  }

  /// @return what was received
  Set<String> received() {
    return received;
  }

  /// @return what was answered to a sender, and not received so far
  Set<String> lost() {
    return sent.stream().filter(body -> !received.contains(body)).collect(Collectors.toSet());
  }

  /// @return what was received although an acknowledgement of it had been answered
  Set<String> cameBack() {
    return cameBack;
  }

  @Override
  public String toString() {
    return "%d sent, %d received, %d lost, %d came back, %d not answered"
        .formatted(sent.size(), received.size(), lost().size(), cameBack.size(), refusals.get());
  }

  @Override
  public void close() {
    sending = false;
    receiving = false;
    pool.shutdown();
    pool.close();
  }
}
