package dev.tintype.render.sandbox.parent;

import dev.tintype.render.cgroup.MemoryGroups;
import dev.tintype.render.sandbox.JailException;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.JailPolicy;
import dev.tintype.render.sandbox.JailTerms;
import dev.tintype.render.sandbox.KernelCalls;
import dev.tintype.render.sandbox.Uninterrupted;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/// Starts renderers from a thread that is already confined, so each of their threads is confined
/// from its first instruction.
///
/// The thread lives until [#close], because the kernel kills a renderer when the *thread* that
/// started it ends. Safe for use by many threads.
public final class JailKeeper implements AutoCloseable {
  /// The whole environment of a renderer, except `TMPDIR`.
  private static final Map<String, String> ENVIRONMENT =
      Map.of("MALLOC_ARENA_MAX", "1", "LANG", "C.UTF-8");

  private final JailPolicy policy;
  private final ControlGroup group;
  private final Optional<KernelCalls> kernel;
  private final LinkedBlockingQueue<FutureTask<?>> errands = new LinkedBlockingQueue<>();
  private final CopyOnWriteArrayList<Process> renderers = new CopyOnWriteArrayList<>();
  private final FutureTask<?> lastErrand = new FutureTask<>(() -> null);
  private final FirstStage stage;
  private boolean closed;

  private JailKeeper(JailPolicy policy, ControlGroup group) {
    this.policy = policy;
    this.group = group;
    this.kernel =
        policy.mode() == JailMode.OFF ? Optional.empty() : Optional.of(KernelCalls.bind());
    FutureTask<FirstStage> confining = new FutureTask<>(() -> FirstStage.onThisThread(policy));
    errands.add(confining);
    Thread.ofPlatform().name("jail-keeper").daemon().start(this::runErrandsUntilClosed);
    try {
      this.stage = Uninterrupted.answerOf(confining);
    } catch (JailException e) {
      close();
      throw e;
    }
  }

  /// Creates the confined thread. The calling process stays unconfined, but other processes of its
  /// user can no longer read its memory or environment.
  ///
  /// @throws JailException if the mode is `require` and the kernel refuses a step, or if a path of
  ///   the policy is missing
  public static JailKeeper open(JailPolicy policy) {
    policy
        .paths()
        .filter(path -> !Files.exists(path))
        .findFirst()
        .ifPresent(path -> {
          throw new JailException("The renderer needs " + path + ", which does not exist.");
        });
    // Loaded by an unconfined thread: the JDK logs process starts, and a logger may open files.
    System.getLogger("java.lang.ProcessBuilder").isLoggable(Logger.Level.DEBUG);
    return new JailKeeper(
        policy,
        policy.mode() == JailMode.OFF
            ? ControlGroup.none()
            : ControlGroup.forRenderersOfThisProcess(policy.limits()));
  }

  /// Returns the instructions for the renderer; their [JailTerms#argument] belongs on its command
  /// line.
  public JailTerms terms() {
    return new JailTerms(
        policy.mode(),
        ProcessHandle.current().pid(),
        stage.landlockAbi(),
        group.memory().isPresent(),
        userThreads(),
        policy.limits());
  }

  /// Root is exempt from this limit, and a control group limits threads better.
  private long userThreads() {
    if (policy.mode() == JailMode.OFF || group.limitsThreads()) {
      return 0;
    }
    long now = UserThreads.count(Path.of("/proc"));
    return now == 0 ? 0 : now + policy.limits().threads();
  }

  /// Returns the control groups around the renderers, including their own.
  public MemoryGroups memoryGroups() {
    MemoryGroups around = MemoryGroups.ofThisProcess();
    return group.memory().map(around::and).orElse(around);
  }

  /// Returns one sentence for each step that failed under `prefer`.
  public List<String> warnings() {
    return stage.warnings();
  }

  /// Starts a renderer in its output folder, with the jail's environment and piped streams.
  ///
  /// @throws IOException if the program cannot be started
  /// @throws IllegalStateException after [#close]
  public JailedProcess start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(policy.folders().out().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(ENVIRONMENT);
    environment.put("TMPDIR", policy.folders().out().toString());
    FutureTask<Process> starting = new FutureTask<>(builder::start);
    JailedProcess process = new JailedProcess(ask(starting), policy.limits().nice(), kernel);
    renderers.removeIf(known -> !known.isAlive());
    renderers.add(process);
    join(process);
    return process;
  }

  /// Kills every renderer that still runs and ends the thread.
  @Override
  public void close() {
    synchronized (errands) {
      if (!closed) {
        closed = true;
        errands.add(lastErrand);
      }
    }
    renderers.forEach(Process::destroyForcibly);
    group.removeIfEmpty();
  }

  private void join(Process process) throws IOException {
    try {
      group.add(process.pid());
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private <T> T ask(FutureTask<T> task) throws IOException {
    synchronized (errands) {
      if (closed) {
        throw new IllegalStateException("the jail is closed");
      }
      errands.add(task);
    }
    return Uninterrupted.answerOf(task);
  }

  private void runErrandsUntilClosed() {
    boolean open = true;
    while (open) {
      try {
        FutureTask<?> task = errands.take();
        task.run();
        open = !task.equals(lastErrand);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts this thread", e);
      }
    }
  }
}
