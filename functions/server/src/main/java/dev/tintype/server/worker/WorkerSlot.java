package dev.tintype.server.worker;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.render.process.MemoryUse;
import dev.tintype.render.sandbox.HiddenProcess;
import dev.tintype.render.sandbox.JailException;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps one worker running: starts it, reads its events, and starts the next when it has died.
final class WorkerSlot {

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");
  private static final List<String> MEASURES =
      List.of("noNewPrivileges", "seccomp", "landlock", "memoryCap", "cleanEnvironment", "cgroup");

  private final int number;
  private final WorkerCommandLine command;
  private final WorkerNumbers numbers;
  private final Runnable afterDeath;
  private final Backoff backoff = new Backoff();
  private final Map<String, Boolean> sandbox = new ConcurrentHashMap<>();
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Process process;
  private volatile int leftFolders;
  private volatile Optional<MemoryUse> memoryUse = Optional.empty();

  /// How many workers in a row ended, or could not be started, before they were ready.
  private volatile int failedStarts;

  WorkerSlot(int number, WorkerCommandLine command, WorkerNumbers numbers, Runnable afterDeath) {
    this.number = number;
    this.command = command;
    this.numbers = numbers;
    this.afterDeath = afterDeath;
    this.thread = Thread.ofPlatform().name("worker-" + number).unstarted(this::keepRunning);
  }

  void start() {
    thread.start();
  }

  /// @return the number of the slot, as metrics show it
  String name() {
    return Integer.toString(number);
  }

  /// @return which measures of the jail the last worker reported, and whether each is in force
  Map<String, Boolean> sandbox() {
    return Map.copyOf(sandbox);
  }

  /// @return how many work folders its renderers have left so that they cannot be emptied
  int leftFolders() {
    return leftFolders;
  }

  /// @return the memory of the last rendering that one of its workers reported
  Optional<MemoryUse> memoryUse() {
    return memoryUse;
  }

  Optional<Long> pid() {
    return Optional.ofNullable(process).filter(Process::isAlive).map(Process::pid);
  }

  boolean isRunning() {
    return pid().isPresent();
  }

  /// Whether its workers repeatedly end before they are ready. A single early end does not count,
  /// because a killed worker is simply started again.
  boolean isFailing() {
    return failedStarts > 2;
  }

  /// Waits until one of its workers was ready.
  void awaitReady() throws InterruptedException {
    ready.await();
  }

  /// Starting and stopping never overlap, so no worker is started after the stop.
  synchronized void tellToStop() {
    told.countDown();
    Process running = process;
    if (running != null) {
      try {
        running.getOutputStream().close();
      } catch (IOException e) {
        LOGGER.log(Level.DEBUG, "event=worker.already_ended", e);
      }
    }
  }

  void awaitEnd(Duration atMost) {
    try {
      Process running = process;
      if (running != null && !running.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        LOGGER.log(Level.WARNING, "event=worker.killed number=" + number);
        kill(running);
      }
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Where there is no jail, the worker is not hidden.
  private static void kill(Process worker) {
    try {
      HiddenProcess.kill(worker);
    } catch (JailException _) {
      worker.destroyForcibly();
    }
  }

  private void keepRunning() {
    try {
      boolean stopped = false;
      while (!stopped) {
        long began = System.nanoTime();
        runOnce();
        Duration pause = backoff.after(Duration.ofNanos(System.nanoTime() - began));
        stopped = told.await(pause.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the slot's own thread writes it.
  private void runOnce() throws InterruptedException {
    failedStarts++;
    try {
      Optional<Process> started = startUnlessTold();
      if (started.isEmpty()) {
        return;
      }
      LOGGER.log(
          Level.INFO,
          () -> "event=worker.started number=" + number + " pid=" + started.get().pid());
      listen(started.get());
      int status = started.get().waitFor();
      if (told.getCount() > 0) {
        numbers.deaths().inc();
        LOGGER.log(
            Level.WARNING,
            () ->
                "event=worker.died number="
                    + number
                    + " pid="
                    + pidOf(started)
                    + " status="
                    + status);
        afterDeath.run();
      }
    } catch (IOException e) {
      LOGGER.log(Level.ERROR, "event=worker.not_started number=" + number, e);
    }
  }

  private static long pidOf(Optional<Process> process) {
    return process.map(Process::pid).orElse(0L);
  }

  private synchronized Optional<Process> startUnlessTold() throws IOException {
    if (told.getCount() == 0) {
      return Optional.empty();
    }
    Process started = command.start();
    process = started;
    return Optional.of(started);
  }

  /// Reads the worker's events until it ends.
  private void listen(Process worker) throws IOException {
    try (BufferedReader lines = worker.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
    }
  }

  private void hearMemory(JsonObject json) {
    if (json.has("takenBytes")) {
      MemoryUse memory =
          new MemoryUse(
              json.integer("predictedBytes", 1, Long.MAX_VALUE),
              json.integer("takenBytes", 1, Long.MAX_VALUE));
      memoryUse = Optional.of(memory);
      numbers.memoryRatio().observe(memory.ratio());
    }
  }

  private void hear(String line) {
    try {
      JsonObject json = Json.parse(line);
      switch (json.text("event")) {
        case "ready" -> {
          failedStarts = 0;
          ready.countDown();
          MEASURES.forEach(measure -> sandbox.put(measure, json.bool(measure)));
        }
        case "worked" -> {
          leftFolders = json.int32("leftFolders", 0, Integer.MAX_VALUE);
          numbers.messageSeconds().observe(json.integer("ms", 0, Long.MAX_VALUE) / 1e3);
          hearMemory(json);
        }
        default -> LOGGER.log(Level.WARNING, () -> "event=worker.said " + line);
      }
    } catch (MalformedJson _) {
      LOGGER.log(Level.WARNING, () -> "event=worker.said " + line);
    }
  }
}
