package dev.tintype.nats.real;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.Depth;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Sends and receives while a test breaks something, and remembers what was answered.
final class Load implements AutoCloseable {

  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration HIDDEN = Duration.ofSeconds(5);

  /// A message that was on its way when the server was killed is hidden for two minutes.
  private static final Duration DRAINED = Duration.ofMinutes(4);

  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final JobQueue queue;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> senders = new ArrayList<>();
  private final List<Future<?>> receivers = new ArrayList<>();
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> received = ConcurrentHashMap.newKeySet();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> cameBack = ConcurrentHashMap.newKeySet();
  private volatile boolean sending = true;
  private volatile boolean receiving = true;

  Load(JobQueue queue, int threadsOfEach) {
    this.queue = queue;
    for (int i = 0; i < threadsOfEach; i++) {
      senders.add(threads.submit(this::send));
      receivers.add(threads.submit(this::receive));
    }
  }

  private void send() {
    while (sending) {
      int own = number.getAndIncrement();
      Message message = TestQueues.message(own);
      Lane lane = own % 4 == 0 ? Lane.BULK : Lane.FRESH;
      Duration delay = own % 10 == 0 ? Duration.ofSeconds(1) : Duration.ZERO;
      try {
        queue.send(message, lane, delay);
        sent.add(message.json());
      } catch (StoreUnavailable _) {
        refused.incrementAndGet();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void receive() {
    while (receiving) {
      try {
        Optional<Delivery> next = queue.receive(WAIT, HIDDEN);
        if (next.isPresent()) {
          take(next.get());
        }
      } catch (StoreUnavailable _) {
        // It is delivered again.
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void take(Delivery delivery) {
    if (acknowledged.contains(delivery.body())) {
      cameBack.add(delivery.body());
    }
    received.add(delivery.body());
    queue.acknowledge(delivery);
    acknowledged.add(delivery.body());
  }

  /// Waits until so many more messages were received.
  void goOn(int more) {
    int before = received.size();
    Await.until(Duration.ofMinutes(2), "messages go on", () -> received.size() >= before + more);
  }

  /// Ends sending, and receives until nothing is left.
  void drain() throws InterruptedException, ExecutionException {
    sending = false;
    for (Future<?> sender : senders) {
      sender.get();
    }
    Await.until(DRAINED, "everything is received", this::isEmpty);
    receiving = false;
    for (Future<?> receiver : receivers) {
      receiver.get();
    }
  }

  private boolean isEmpty() {
    try {
      Depth depth = queue.depth();
      return depth.visible() + depth.hidden() == 0;
    } catch (StoreUnavailable _) {
      return false;
    }
  }

  /// @return the messages whose sending was answered
  Set<String> sent() {
    return sent;
  }

  /// @return the messages that came at least once
  Set<String> received() {
    return received;
  }

  /// @return how often something could not be sent
  int refused() {
    return refused.get();
  }

  @Override
  public String toString() {
    return "%d sent, %d refused, %d received, %d of them again after they were acknowledged"
        .formatted(sent.size(), refused.get(), received.size(), cameBack.size());
  }

  @Override
  public void close() {
    sending = false;
    receiving = false;
    threads.shutdownNow();
    threads.close();
  }
}
