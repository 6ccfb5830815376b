package dev.tintype.render.process;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Hands out the running renderer and starts the next one, at once or ahead of the job that needs
/// it. There is never more than one.
///
/// Used by one thread; [#close] and [#running] by any.
final class RendererSupply {

  private final RendererSettings settings;
  private List<String> firstArguments;
  private @Nullable FutureTask<RendererChild> starting;
  private volatile @Nullable RendererChild child;
  private volatile boolean closed;

  /// @param firstArguments more arguments of the first renderer
  RendererSupply(RendererSettings settings, List<String> firstArguments) {
    this.settings = settings;
    this.firstArguments = firstArguments;
  }

  /// @return the renderer that runs now, if one does
  @Nullable RendererChild running() {
    return child;
  }

  /// @return a renderer that has greeted and lives
  /// @throws RendererUnavailable when none does in time
  RendererChild living(RendererHome home) throws InterruptedException {
    awaitStart();
    RendererChild running = child;
    if (running == null || !running.alive()) {
      running = start(home);
    }
    return running;
  }

  /// Starts the next renderer on a thread of its own, while the caller looks for work. It does
  /// nothing where one runs, and a failure is met again by [#living].
  void startAhead(RendererHome home) {
    if (child == null && starting == null && !closed) {
      FutureTask<RendererChild> start = new FutureTask<>(() -> start(home));
      starting = start;
      Thread.ofPlatform().daemon().name("renderer-start").start(start);
    }
  }

  /// Kills the renderer and waits until it is gone.
  void retire() throws InterruptedException {
    awaitStart();
    RendererChild running = child;
    child = null;
    if (running != null) {
      running.end();
    }
  }

  /// Kills the renderer, without waiting.
  void abandon() {
    RendererChild running = child;
    child = null;
    if (running != null) {
      running.kill();
    }
  }

  /// Kills the renderer that runs or is being started, and waits until it is gone; none is started
  /// from then on.
  void close() {
    closed = true;
    RendererChild running = child;
    if (running != null) {
      running.endUninterrupted();
    }
  }

  boolean closed() {
    return closed;
  }

  private RendererChild start(RendererHome home) throws InterruptedException {
    List<String> arguments = firstArguments;
    firstArguments = List.of();
    RendererChild started = home.start(settings, arguments);
    child = started;
    if (closed) {
      started.kill();
    }
    return started;
  }

  /// A start ahead that failed is forgotten: the next one says why, if it fails too.
  private void awaitStart() throws InterruptedException {
    FutureTask<RendererChild> start = starting;
    if (start == null) {
      return;
    }
    try {
      start.get();
    } catch (ExecutionException e) {
      System.getLogger(RendererSupply.class.getName())
          .log(System.Logger.Level.DEBUG, "event=renderer.start_ahead_failed", e.getCause());
    }
    starting = null;
  }
}
