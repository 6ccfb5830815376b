package dev.tintype.render.process;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Provides the running renderer. It starts the next one on demand, or ahead of the job that needs
/// it. At most one runs at a time.
///
/// One thread uses it; any thread may call [#close] and [#running].
final class RendererSupply {

  private final RendererSettings settings;
  private @Nullable FutureTask<RendererChild> starting;
  private volatile @Nullable RendererChild child;
  private volatile boolean closed;

  RendererSupply(RendererSettings settings) {
    this.settings = settings;
  }

  /// @return the renderer that runs at present, if any
  @Nullable RendererChild running() {
    return child;
  }

  /// @return a live renderer that has sent its hello frame
  /// @throws RendererUnavailable when none starts in time
  RendererChild living(RendererHome home) throws InterruptedException {
    awaitStart();
    RendererChild running = child;
    if (running == null || !running.alive()) {
      running = start(home);
    }
    return running;
  }

  /// Starts the next renderer on its own thread while the caller looks for work. Does nothing when
  /// one runs. After a failed start [#living] tries again and reports the failure.
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

  /// Kills the renderer without waiting.
  void abandon() {
    RendererChild running = child;
    child = null;
    if (running != null) {
      running.kill();
    }
  }

  /// Kills the running or starting renderer and waits until it is gone. No renderer starts after
  /// this.
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
    RendererChild started = home.start(settings);
    child = started;
    if (closed) {
      started.kill();
    }
    return started;
  }

  /// Ignores a failed start ahead: the next start reports its own failure.
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
