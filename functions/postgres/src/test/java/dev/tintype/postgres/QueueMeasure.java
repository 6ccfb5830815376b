package dev.tintype.postgres;

import static dev.tintype.postgres.Measure.HIDDEN;
import static dev.tintype.postgres.Measure.THREADS;

import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Race;
import dev.tintype.sql.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// How many messages a second pass through the queue, how soon a waiting receiver has one, and how
/// much the table grows.
final class QueueMeasure {

  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(10);

  private final Measure measure;

  QueueMeasure(Measure measure) {
    this.measure = measure;
  }

  void throughput() throws Exception {
    try (PostgresDatabase database = measure.open(THREADS);
        PostgresQueue queue = new PostgresQueue(database, 50)) {
      cycles(queue, Duration.ofSeconds(5), Long.MAX_VALUE);
      double[] rates = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        long began = System.nanoTime();
        long cycles = cycles(queue, ROUND, Long.MAX_VALUE);
        rates[round] = cycles * 1e9 / (System.nanoTime() - began);
        measure.print(
            "%d threads: %.0f times send, receive and acknowledge a second", THREADS, rates[round]);
      }
      double rate = Measure.median(rates);
      measure.row(
          "send, receive and acknowledge, " + THREADS + " workers",
          "≥ 2,000 a second",
          Measure.number(rate, 0) + " a second",
          rate >= 2_000);
      sends(queue);
    }
  }

  private void sends(PostgresQueue queue) throws Exception {
    int each = 2_000;
    long began = System.nanoTime();
    Race.of(
        THREADS,
        _ ->
            () -> {
              for (int i = 0; i < each; i++) {
                queue.send(measure.next(), Duration.ZERO);
              }
              return true;
            });
    measure.print(
        "%d threads: %.0f sends a second",
        THREADS, THREADS * each * 1e9 / (System.nanoTime() - began));
    began = System.nanoTime();
    List<Integer> received = Race.of(THREADS, _ -> () -> receiveAll(queue));
    int all = received.stream().mapToInt(Integer::intValue).sum();
    measure.print(
        "%d threads: %.0f times receive and acknowledge a second",
        THREADS, all * 1e9 / (System.nanoTime() - began));
  }

  private static int receiveAll(PostgresQueue queue) throws InterruptedException {
    int count = 0;
    for (Optional<Delivery> next = queue.receive(Duration.ZERO, HIDDEN);
        next.isPresent();
        next = queue.receive(Duration.ZERO, HIDDEN)) {
      queue.acknowledge(next.get());
      count++;
    }
    return count;
  }

  private long cycles(PostgresQueue queue, Duration time, long most) throws Exception {
    AtomicLong cycles = new AtomicLong();
    long end = System.nanoTime() + time.toNanos();
    Race.of(
        THREADS,
        _ ->
            () -> {
              while (System.nanoTime() - end < 0 && cycles.get() < most) {
                queue.send(measure.next(), Duration.ZERO);
                Optional<Delivery> delivery = queue.receive(Duration.ZERO, HIDDEN);
                if (delivery.isPresent()) {
                  queue.acknowledge(delivery.get());
                  cycles.incrementAndGet();
                }
              }
              return true;
            });
    return cycles.get();
  }

  /// Sender and receiver have pools of their own, as two processes have.
  void wake() throws Exception {
    try (PostgresDatabase one = measure.open(2);
        PostgresDatabase other = measure.open(2);
        PostgresQueue sender = new PostgresQueue(one, 50);
        PostgresQueue receiver = new PostgresQueue(other, 50)) {
      receiver.receive(Duration.ofSeconds(3), HIDDEN);
      if (!receiver.isListening()) {
        measure.print("no notifications arrive: the receiver looks five times a second");
      }
      double[] middle = new double[ROUNDS];
      double[] high = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        long[] nanos = new long[500];
        for (int i = 0; i < nanos.length; i++) {
          nanos[i] = wakeOnce(sender, receiver);
        }
        middle[round] = Measure.percentile(nanos, 0.5);
        high[round] = Measure.percentile(nanos, 0.99);
        measure.print(
            "%d sends: the waiting receiver has the message after p50 %.1f ms, p99 %.1f ms, most"
                + " %.1f ms",
            nanos.length, middle[round], high[round], Measure.percentile(nanos, 1));
      }
      measure.row(
          "from before a send until a waiting receiver has the message, p50 and p99",
          "p99 ≤ 50 ms",
          "%s and %s ms"
              .formatted(
                  Measure.number(Measure.median(middle), 1),
                  Measure.number(Measure.median(high), 1)),
          Measure.median(high) <= 50);
    }
  }

  private long wakeOnce(PostgresQueue sender, PostgresQueue receiver) throws Exception {
    List<Long> instants =
        Race.of(
            2,
            i ->
                () -> {
                  if (i == 0) {
                    Delivery delivery =
                        receiver.receive(Duration.ofSeconds(20), HIDDEN).orElseThrow();
                    long received = System.nanoTime();
                    receiver.acknowledge(delivery);
                    return received;
                  }
                  Thread.sleep(15);
                  long began = System.nanoTime();
                  sender.send(measure.next(), Duration.ZERO);
                  return began;
                });
    return instants.get(0) - instants.get(1);
  }

  private record Sizes(long tableKb, long indexesKb, long deadRows) {
    static Sizes of(PostgresDatabase database) {
      Sql sql =
          new Sql(
              "SELECT pg_relation_size('messages') / 1024, pg_indexes_size('messages') / 1024,"
                  + " n_dead_tup FROM pg_stat_user_tables WHERE relname = 'messages'");
      return database
          .read(
              "measuring",
              c -> sql.row(c, r -> new Sizes(r.getLong(1), r.getLong(2), r.getLong(3))))
          .orElseThrow();
    }

    long kb() {
      return tableKb + indexesKb;
    }
  }

  /// Lets messages pass, and looks at the table every ten seconds. It is flat when the second half
  /// of the looks finds no larger table than the first half, by more than a quarter.
  void flat(long messages, Duration most) throws Exception {
    try (PostgresDatabase database = measure.open(THREADS);
        PostgresQueue queue = new PostgresQueue(database, 50)) {
      long began = System.nanoTime();
      long done = 0;
      List<Sizes> looks = new ArrayList<>();
      while (done < messages && System.nanoTime() - began < most.toNanos()) {
        done += cycles(queue, ROUND, messages - done);
        Sizes look = Sizes.of(database);
        looks.add(look);
        measure.print(
            "%d messages after %d s: table %d kB, indexes %d kB, dead rows %d",
            done,
            (System.nanoTime() - began) / 1_000_000_000L,
            look.tableKb(),
            look.indexesKb(),
            look.deadRows());
      }
      tellFlat(done, messages, looks);
    }
  }

  private void tellFlat(long done, long messages, List<Sizes> looks) {
    int half = looks.size() / 2;
    long first = largest(looks.subList(0, Math.max(1, half)));
    long second = largest(looks.subList(half, looks.size()));
    measure.row(
        "largest size of the table `messages` with its indexes, second half of %s messages"
            .formatted(Measure.number(done, 0)),
        "≤ 1.25 times the first half's",
        "%s MB after %s MB"
            .formatted(Measure.number(second / 1e3, 1), Measure.number(first / 1e3, 1)),
        done >= messages && second <= first * 1.25);
  }

  private static long largest(List<Sizes> looks) {
    return looks.stream().mapToLong(Sizes::kb).max().orElse(0);
  }
}
