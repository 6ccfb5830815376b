package dev.tintype.postgres;

import static dev.tintype.postgres.Measure.HIDDEN;

import dev.tintype.core.port.Race;
import dev.tintype.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The processor time of workers that wait for a message, and of the server meanwhile, which must
/// be on this machine.
final class IdleMeasure {

  private static final int RECEIVERS = 50;
  private static final int ROUNDS = 3;
  private static final Duration SETTLING = Duration.ofSeconds(15);
  private static final Duration ROUND = Duration.ofSeconds(30);

  /// As long as a worker waits at a time.
  private static final Duration WAIT = Duration.ofSeconds(1);

  /// User-space clock ticks are hundredths of a second on every Linux that we support.
  private static final int TICK_MILLIS = 10;

  private final Measure measure;

  IdleMeasure(Measure measure) {
    this.measure = measure;
  }

  /// Each receiver has a pool and a listener of its own, as a worker process has.
  void idle() throws Exception {
    List<PostgresDatabase> pools = new ArrayList<>();
    List<PostgresQueue> queues = new ArrayList<>();
    for (int i = 0; i < RECEIVERS; i++) {
      pools.add(measure.open(2));
      queues.add(new PostgresQueue(pools.getLast(), 50));
    }
    AtomicBoolean over = new AtomicBoolean();
    Race.of(
        RECEIVERS + 1,
        i ->
            () -> {
              if (i == RECEIVERS) {
                try {
                  Thread.sleep(SETTLING);
                  tell(pools.getFirst());
                } finally {
                  over.set(true);
                }
              }
              while (!over.get()) {
                queues.get(i).receive(WAIT, HIDDEN);
              }
              return true;
            });
    queues.forEach(PostgresQueue::close);
    pools.forEach(PostgresDatabase::close);
  }

  private void tell(PostgresDatabase database) throws Exception {
    ProcessHandle server = server(database);
    double[] here = new double[ROUNDS];
    double[] there = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long own = millis(ProcessHandle.current());
      long theirs = family(server);
      long began = System.nanoTime();
      Thread.sleep(ROUND);
      double time = (System.nanoTime() - began) / 1e6;
      here[round] = (millis(ProcessHandle.current()) - own) * 100 / time;
      there[round] = (family(server) - theirs) * 100 / time;
      measure.print(
          "%d waiting receivers: %.2f %% of one core here, %.2f %% in the server",
          RECEIVERS, here[round], there[round]);
    }
    row("their own processor time", Measure.median(here));
    row("PostgreSQL's processor time, all of its processes", Measure.median(there));
  }

  private void row(String whose, double share) {
    measure.row(
        RECEIVERS + " waiting receivers: " + whose,
        "≤ 2 % of one core",
        Measure.number(share, 2) + " %",
        share <= 2);
  }

  /// The first process of the server, whose children all others are.
  private static ProcessHandle server(PostgresDatabase database) {
    Sql sql = new Sql("SELECT pg_backend_pid()");
    int session = database.read("measuring", c -> sql.row(c, r -> r.getInt(1))).orElseThrow();
    return ProcessHandle.of(session)
        .flatMap(ProcessHandle::parent)
        .orElseThrow(() -> new IllegalStateException("the server is not on this machine"));
  }

  private static long family(ProcessHandle server) throws IOException {
    long all = millis(server) + millisOfTheDead(server);
    for (ProcessHandle child : server.children().toList()) {
      all += millis(child);
    }
    return all;
  }

  private static long millis(ProcessHandle process) throws IOException {
    return ticks(process, 11);
  }

  /// What processes used that have ended.
  private static long millisOfTheDead(ProcessHandle parent) throws IOException {
    return ticks(parent, 13);
  }

  /// @param first the first of two fields behind the name
  ///   (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html)
  private static long ticks(ProcessHandle process, int first) throws IOException {
    Path file = Path.of("/proc/" + process.pid() + "/stat");
    if (!Files.exists(file)) {
      return 0;
    }
    String stat = Files.readString(file);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1])) * TICK_MILLIS;
  }
}
