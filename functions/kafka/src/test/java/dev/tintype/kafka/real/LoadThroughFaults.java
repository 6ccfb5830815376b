package dev.tintype.kafka.real;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends and receives while a test does harm, and counts what came of it.
final class LoadThroughFaults implements AutoCloseable {

  private static final int RECEIVERS = 3;

  private final JobQueue sender;
  private final List<JobQueue> receivers;
  private final AtomicInteger number = new AtomicInteger();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final Set<String> received = ConcurrentHashMap.newKeySet();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> back = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refusedSends = new AtomicInteger();
  private final AtomicInteger refusedReceives = new AtomicInteger();
  private final AtomicInteger twice = new AtomicInteger();
  private final AtomicBoolean sending = new AtomicBoolean(true);
  private final AtomicBoolean receiving = new AtomicBoolean(true);
  private final ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> running = new ArrayList<>();

  LoadThroughFaults(Queues queues, String address) {
    this.sender = queues.open(address);
    this.receivers = new ArrayList<>();
    for (int i = 0; i < RECEIVERS; i++) {
      receivers.add(queues.open(address));
    }
    running.add(pool.submit(this::send));
    receivers.forEach(queue -> running.add(pool.submit(() -> receive(queue))));
  }

  private void send() {
    while (sending.get()) {
      int next = number.getAndIncrement();
      Message message = Queues.message(next);
      try {
        sender.send(message, next % 4 == 0 ? Lane.BULK : Lane.FRESH, Duration.ZERO);
        answered.add(message.json());
      } catch (StoreUnavailable _) {
        refusedSends.incrementAndGet();
      }
    }
  }

  private void receive(JobQueue queue) {
    while (receiving.get()) {
      try {
        Optional<Delivery> next = queue.receive(Duration.ofSeconds(1), Duration.ofSeconds(20));
        if (next.isPresent()) {
          String body = next.get().body();
          if (acknowledged.contains(body)) {
            back.add(body);
          }
          if (!received.add(body)) {
            twice.incrementAndGet();
          }
          queue.acknowledge(next.get());
          acknowledged.add(body);
        }
      } catch (StoreUnavailable _) {
        refusedReceives.incrementAndGet();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /// Waits until so many messages more were received.
  void awaitReceived(int more, Duration atMost) throws InterruptedException {
    int before = received.size();
    long end = System.nanoTime() + atMost.toNanos();
    while (received.size() < before + more) {
      if (System.nanoTime() - end >= 0) {
        throw new AssertionError(
            "only " + (received.size() - before) + " of " + more + "; " + this);
      }
      Thread.sleep(20);
    }
  }

  /// Sends no more, and waits until all that was answered was received.
  ///
  /// @return what was not
  Set<String> lost(Duration atMost) throws Exception {
    sending.set(false);
    running.getFirst().get();
    long end = System.nanoTime() + atMost.toNanos();
    while (!received.containsAll(answered) && System.nanoTime() - end < 0) {
      Thread.sleep(100);
    }
    receiving.set(false);
    for (Future<?> one : running) {
      one.get();
    }
    Set<String> lost = ConcurrentHashMap.newKeySet();
    lost.addAll(answered);
    lost.removeAll(received);
    System.out.println(this);
    return lost;
  }

  int refusedReceives() {
    return refusedReceives.get();
  }

  int refusedSends() {
    return refusedSends.get();
  }

  @Override
  public String toString() {
    return "%d sends answered, %d refused; %d messages received, %d twice, %d after they were acknowledged; %d refused calls of receivers"
        .formatted(
            answered.size(),
            refusedSends.get(),
            received.size(),
            twice.get(),
            back.size(),
            refusedReceives.get());
  }

  @Override
  public void close() {
    sending.set(false);
    receiving.set(false);
    pool.shutdownNow();
  }
}
