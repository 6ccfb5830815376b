package dev.tintype.render.process;

import java.time.Duration;
import java.util.Map;

/// Kills a renderer that misses its deadline, and decides whether the original is to blame. A
/// renderer that mostly waited for a processor, and got almost no time on one, was starved by other
/// work; that says nothing about the original. A renderer that slept is to blame.
///
/// Renderers run at the lowest priority, so a busy machine may give them almost no time.
final class Overdue implements Runnable {

  /// A renderer with at least this share of one processor had enough time to be judged.
  private static final int ENOUGH = 4;

  /// A starved renderer waited for a processor for at least this share of the time.
  private static final int MOSTLY = 2;

  private final RendererChild renderer;
  private final Duration allowed;
  private final Duration before;
  private final Map<String, Duration> waitsBefore;
  private volatile boolean heldUp;

  /// Created when the job begins.
  ///
  /// @param allowed how long it may take
  Overdue(RendererChild renderer, Duration allowed) {
    this.renderer = renderer;
    this.allowed = allowed;
    this.before = renderer.processorTime();
    this.waitsBefore = renderer.waits();
  }

  /// Runs when the deadline has passed.
  @Override
  public void run() {
    try {
      heldUp = used().compareTo(allowed.dividedBy(ENOUGH)) < 0 && waited();
    } finally {
      renderer.kill();
    }
  }

  private Duration earlierWait(String thread) {
    return waitsBefore.getOrDefault(thread, Duration.ZERO);
  }

  /// One thread must have waited that long: the waits of many threads add up even on a machine that
  /// has time for them. Where the kernel does not count waiting times, the present moment decides.
  private boolean waited() {
    Map<String, Duration> waits = renderer.waits();
    if (waits.isEmpty()) {
      return renderer.wantsProcessor();
    }
    return waits.entrySet().stream()
        .map(wait -> wait.getValue().minus(earlierWait(wait.getKey())))
        .anyMatch(wait -> wait.compareTo(allowed.dividedBy(MOSTLY)) >= 0);
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
