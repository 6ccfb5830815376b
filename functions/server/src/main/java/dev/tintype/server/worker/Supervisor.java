package dev.tintype.server.worker;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Keeps a number of workers running. Of several workers, the first leaves bulk work to the others,
/// so that an upload never waits until bulk work ends. A worker that dies is started again, with a
/// growing delay if it dies soon after its start.
public final class Supervisor implements AutoCloseable {

  private final List<WorkerSlot> slots;
  private final Duration grace;

  /// Starts the workers.
  ///
  /// @param workers how many, 0 or more
  /// @param grace how long a worker may take to finish its job when it must stop
  /// @param afterDeath called after each death, before the restart
  public Supervisor(
      int workers,
      WorkerCommandLine command,
      Duration grace,
      PrometheusRegistry metrics,
      Runnable afterDeath) {
    this.grace = grace;
    WorkerNumbers numbers = WorkerNumbers.in(metrics);
    List<WorkerCommandLine> commands = commands(workers, command);
    this.slots =
        IntStream.range(0, workers)
            .mapToObj(number -> new WorkerSlot(number, commands.get(number), numbers, afterDeath))
            .toList();
    WorkerNumbers.show(metrics, slots);
    slots.forEach(WorkerSlot::start);
  }

  /// @return the command of each worker
  static List<WorkerCommandLine> commands(int workers, WorkerCommandLine command) {
    return IntStream.range(0, workers)
        .mapToObj(number -> number == 0 && workers > 1 ? command.forFresh() : command)
        .toList();
  }

  /// Waits until the first worker has a renderer that works.
  public void awaitReady() throws InterruptedException {
    slots.getFirst().awaitReady();
  }

  /// @return the problem that stops all workers, if there is one
  public Optional<String> complaint() {
    return !slots.isEmpty() && slots.stream().allMatch(WorkerSlot::isFailing)
        ? Optional.of("No worker can start: the log says why.")
        : Optional.empty();
  }

  /// @return how many work folders the renderers left that cannot be emptied
  public int leftFolders() {
    return slots.stream().mapToInt(WorkerSlot::leftFolders).sum();
  }

  /// @return the process ids of the workers that run now
  public List<Long> pids() {
    return slots.stream().flatMap(slot -> slot.pid().stream()).toList();
  }

  /// Tells all workers to finish and waits for them. A worker that does not end in time is killed;
  /// the sweeper finds its job after the next start.
  @Override
  public void close() {
    slots.forEach(WorkerSlot::tellToStop);
    long until = System.nanoTime() + grace.toNanos();
    for (WorkerSlot slot : slots) {
      slot.awaitEnd(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    }
  }
}
