package dev.tintype.render.process;

import java.io.IOException;
import java.time.Duration;

/// Ends a renderer that did not end its job in time, and tells whose doing that was: one that wants
/// a processor and was given next to none was held up by the machine's other work, which says
/// nothing of the original.
///
/// Renderers give way to everything else, so on a machine that others keep busy they may get almost
/// no time at all.
final class Overdue implements Runnable {

  /// Who had this part of one processor's time had enough to be judged by.
  private static final int ENOUGH = 4;

  private final RendererChild renderer;
  private final Duration allowed;
  private final Duration before;
  private volatile boolean heldUp;

  /// Made when the job begins.
  ///
  /// @param allowed how long it may take
  Overdue(RendererChild renderer, Duration allowed) {
    this.renderer = renderer;
    this.allowed = allowed;
    this.before = renderer.processorTime();
  }

  /// To be run when the time is over.
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

  /// @throws RendererUnavailable when the renderer was held up
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
