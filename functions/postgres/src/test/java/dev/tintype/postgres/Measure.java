package dev.tintype.postgres;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Race;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlJobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Measures job store and queue on a server of one's own; `functions/postgres/measure` runs it. The
/// database must be empty and is filled.
final class Measure {

  private static final int THREADS = 8;
  private static final Duration HIDDEN = Duration.ofMinutes(1);
  private static final ImageId IMAGE = new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012");

  private final String address;
  private final AtomicLong number = new AtomicLong();

  private Measure(String address) {
    this.address = address;
  }

  /// @param arguments the address, then what to measure: `throughput`, `wake`, `idle`, `claims`, or
  ///   `flat` with a number of messages and the most seconds
  public static void main(String[] arguments) throws Exception {
    Measure measure = new Measure(arguments[0]);
    switch (arguments[1]) {
      case "throughput" -> measure.throughput();
      case "wake" -> measure.wake();
      case "idle" -> measure.idle();
      case "claims" -> measure.claims();
      case "flat" ->
          measure.flat(
              Long.parseLong(arguments[2]), Duration.ofSeconds(Long.parseLong(arguments[3])));
      default -> throw new IllegalArgumentException("nothing is called " + arguments[1]);
    }
  }

  private PostgresDatabase open(int connections) {
    String sign = address.contains("?") ? "&" : "?";
    PostgresSettings settings = PostgresSettings.of(System.getenv());
    String text = address + sign + "connections=" + connections;
    return PostgresDatabase.open(new Connections(PostgresAddress.parse(text, settings), settings));
  }

  private Message next() {
    return new Message(IMAGE, new Version("%016x".formatted(number.getAndIncrement())), "upload");
  }

  private static void print(String format, Object... values) {
    System.out.println(format.formatted(values));
  }

  private void throughput() throws Exception {
    try (PostgresDatabase database = open(THREADS);
        PostgresQueue queue = new PostgresQueue(database, 50)) {
      cycles(queue, Duration.ofSeconds(3), Long.MAX_VALUE);
      for (int round = 0; round < 3; round++) {
        long began = System.nanoTime();
        long cycles = cycles(queue, Duration.ofSeconds(10), Long.MAX_VALUE);
        print(
            "%d threads: %.0f times send, receive and acknowledge a second",
            THREADS, cycles * 1e9 / (System.nanoTime() - began));
      }
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
                queue.send(next(), Duration.ZERO);
              }
              return true;
            });
    print(
        "%d threads: %.0f sends a second",
        THREADS, THREADS * each * 1e9 / (System.nanoTime() - began));
    began = System.nanoTime();
    List<Integer> received = Race.of(THREADS, _ -> () -> receiveAll(queue));
    int all = received.stream().mapToInt(Integer::intValue).sum();
    print(
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
                queue.send(next(), Duration.ZERO);
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

  private void wake() throws Exception {
    try (PostgresDatabase one = open(2);
        PostgresDatabase other = open(2);
        PostgresQueue sender = new PostgresQueue(one, 50);
        PostgresQueue receiver = new PostgresQueue(other, 50)) {
      receiver.receive(Duration.ofSeconds(3), HIDDEN);
      long[] nanos = new long[500];
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = wakeOnce(sender, receiver);
      }
      Arrays.sort(nanos, 0, nanos.length);
      print(
          "from before the send until a waiting receiver of another pool has the message, %d times:"
              + " p50 %.1f ms, p99 %.1f ms, most %.1f ms (%s)",
          nanos.length,
          nanos[nanos.length / 2] / 1e6,
          nanos[nanos.length * 99 / 100] / 1e6,
          nanos[nanos.length - 1] / 1e6,
          receiver.isListening() ? "by notifications" : "by looking");
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
                  sender.send(next(), Duration.ZERO);
                  return began;
                });
    return instants.get(0) - instants.get(1);
  }

  /// Each receiver has a pool and a listener of its own, as a worker process has.
  private void idle() throws Exception {
    int receivers = 50;
    List<PostgresDatabase> pools = new ArrayList<>();
    List<PostgresQueue> queues = new ArrayList<>();
    for (int i = 0; i < receivers; i++) {
      pools.add(open(2));
      queues.add(new PostgresQueue(pools.getLast(), 50));
    }
    List<Boolean> waited =
        Race.of(
            receivers + 1,
            i ->
                () -> {
                  if (i == receivers) {
                    Thread.sleep(10_000);
                    tellIdle(pools.getFirst(), receivers, Duration.ofSeconds(30));
                  } else {
                    queues.get(i).receive(Duration.ofSeconds(45), HIDDEN);
                  }
                  return true;
                });
    print("%d receivers waited", waited.size() - 1);
    queues.forEach(PostgresQueue::close);
    pools.forEach(PostgresDatabase::close);
  }

  private static void tellIdle(PostgresDatabase database, int receivers, Duration time)
      throws Exception {
    Map<Integer, Long> server = serverTicks(database);
    long ours = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
    Thread.sleep(time);
    long ourShare =
        ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() - ours;
    long theirs =
        serverTicks(database).entrySet().stream()
            .mapToLong(one -> one.getValue() - server.getOrDefault(one.getKey(), 0L))
            .sum();
    print(
        "%d waiting receivers for %d s: %.2f %% of one core in the server's sessions, %.2f %% here",
        receivers,
        time.toSeconds(),
        theirs * 10 * 100.0 / time.toMillis(),
        ourShare * 100.0 / time.toMillis());
  }

  /// The processor time of each session, in hundredths of a second.
  private static Map<Integer, Long> serverTicks(PostgresDatabase database) throws IOException {
    List<Integer> sessions =
        database.read(
            "measuring",
            c -> new Sql("SELECT pid FROM pg_stat_activity").rows(c, r -> r.getInt(1)));
    Map<Integer, Long> ticks = new HashMap<>();
    for (int session : sessions) {
      Path file = Path.of("/proc/" + session + "/stat");
      if (Files.isReadable(file)) {
        String[] fields = Files.readString(file).replaceFirst(".*\\) ", "").split(" ");
        ticks.put(session, Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
      }
    }
    return ticks;
  }

  private void claims() throws Exception {
    try (PostgresDatabase database = open(2)) {
      SqlJobStore store = new SqlJobStore(database, new PostgresDialect());
      int there = 0;
      for (int rows : new int[] {1_000, 1_000_000}) {
        fill(store, database, there, rows);
        there = rows;
        database.write("measuring", c -> new Sql("ANALYZE versions").update(c));
        tellClaims(store, rows, 300);
        tellClaims(store, rows, 2_000);
      }
    }
  }

  private static VersionRecord version(int number) {
    ImageJob.Original original = new ImageJob.Original(Sha256.of("bytes"), 5, "image/jpeg");
    ImageJob job =
        ImageJob.of(
            new ImageId("01JD2Z6K7M8N9PQRSTV%07d".formatted(number)),
            original,
            Recipes.FAST,
            RenderRevision.parse("1-test"),
            Instant.EPOCH);
    return Upload.awaited(job, 1, Instant.EPOCH, Instant.EPOCH);
  }

  /// Rows with the record of the first one; only their names and epochs matter here.
  private static void fill(SqlJobStore store, PostgresDatabase database, int from, int to) {
    if (from == 0) {
      store.commit(Change.of(new PutVersion(Optional.empty(), version(0))));
    }
    for (int first = Math.max(1, from); first < to; first += 50_000) {
      Sql sql =
          new Sql(
              "INSERT INTO versions SELECT '01JD2Z6K7M8N9PQRSTV' || lpad(n::text, 7, '0'), version,"
                  + " 1, state, due_at, record FROM versions, generate_series(?, ?) AS n"
                  + " WHERE image_id = ? ON CONFLICT DO NOTHING",
              first,
              Math.min(first + 50_000, to) - 1,
              version(0).job().imageId().value());
      database.write("filling", sql::update);
    }
  }

  private int claimed;

  private void tellClaims(SqlJobStore store, int rows, int times) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      // The small table has fewer rows than are claimed, so each row goes back and forth.
      int row = (int) ((claimed++ * 7_919L) % rows);
      VersionRecord before =
          store.version(version(row).job().imageId(), version(0).job().version()).orElseThrow();
      VersionRecord named =
          new VersionRecord(
              version(row).job(),
              before.sequence(),
              before.epoch(),
              before.run(),
              before.attempts(),
              before.deaths(),
              before.state(),
              before.dueAt(),
              before.updatedAt());
      VersionRecord held =
          named.to(new Processing("w", Instant.EPOCH, Step.FETCH), named.dueAt(), Instant.EPOCH);
      long began = System.nanoTime();
      boolean applied =
          store.commit(Change.of(new PutVersion(Optional.of(named), held)))
              && store.commit(
                  Change.of(
                      new PutVersion(
                          Optional.of(held),
                          held.to(version(0).state(), held.dueAt(), Instant.EPOCH))));
      nanos[i] = System.nanoTime() - began;
      if (!applied) {
        throw new IllegalStateException("row " + row + " has another epoch");
      }
    }
    Arrays.sort(nanos);
    print(
        "%d rows, %d claims and finishes: p50 %.2f ms, p99 %.2f ms both together",
        rows, times, nanos[times / 2] / 1e6, nanos[times * 99 / 100] / 1e6);
  }

  private void flat(long messages, Duration most) throws Exception {
    try (PostgresDatabase database = open(THREADS);
        PostgresQueue queue = new PostgresQueue(database, 50)) {
      long began = System.nanoTime();
      long done = 0;
      while (done < messages && System.nanoTime() - began < most.toNanos()) {
        done += cycles(queue, Duration.ofSeconds(10), messages - done);
        String sizes =
            database
                .read(
                    "measuring",
                    c ->
                        new Sql(
                                "SELECT pg_relation_size('messages') / 1024,"
                                    + " pg_indexes_size('messages') / 1024, n_dead_tup FROM"
                                    + " pg_stat_user_tables WHERE relname = 'messages'")
                            .row(
                                c,
                                r ->
                                    "table %d kB, indexes %d kB, dead rows %d"
                                        .formatted(r.getLong(1), r.getLong(2), r.getLong(3))))
                .orElseThrow();
        print(
            "%d messages after %d s: %s",
            done, (System.nanoTime() - began) / 1_000_000_000L, sizes);
      }
    }
  }
}
