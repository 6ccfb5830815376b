package dev.tintype.render.process;

import java.io.IOException;
import java.time.Duration;

/// Kills a renderer that misses its deadline, and decides whether the original is to blame. A
/// renderer that was ready to run but got almost no processor time was starved by other work; that
/// says nothing about the original.
///
/// Renderers run at the lowest priority, so a busy machine may give them almost no time.
final class Overdue implements Runnable {

  /// A renderer with at least this share of one processor had enough time to be judged.
  private static final int ENOUGH = 4;

  private final RendererChild renderer;
  private final Duration allowed;
  private final Duration before;
  private volatile boolean heldUp;

  /// Created when the job begins.
  ///
  /// @param allowed how long it may take
  Overdue(RendererChild renderer, Duration allowed) {
    this.renderer = renderer;
    this.allowed = allowed;
    this.before = renderer.processorTime();
  }

  /// Runs when the deadline has passed.
  @Override
  public void run() {
    try {
      heldUp = renderer.wantsProcessor() && used().compareTo(allowed.dividedBy(ENOUGH)) < 0;
    } catch (IOException e) {
      System.getLogger(Overdue.class.getName())
          .log(System.Logger.Level.WARNING, "event=renderer.not_seen", e);
    } finally {
      renderer.kill();
    }
  }

  /// @throws RendererUnavailable when the renderer was starved of processor time
  void requireShare() {
    if (heldUp) {
      throw new RendererUnavailable(
          "the renderer was given less than 1/%d of a processor for %s: this machine is too busy"
              .formatted(ENOUGH, allowed),
          null);
    }
  }

  private Duration used() {
    return renderer.processorTime().minus(before);
  }
}
