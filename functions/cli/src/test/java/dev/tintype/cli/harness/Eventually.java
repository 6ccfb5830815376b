package dev.tintype.cli.harness;

import java.time.Duration;

/// Waits for a condition. What it waits for may be the work of a niced process on a busy machine.
public final class Eventually {

  /// How long it waits at most.
  public static final Duration PATIENCE = Duration.ofMinutes(3);

  private Eventually() {}

  /// The condition.
  @FunctionalInterface
  public interface Condition {
    /// @return whether it holds
    boolean holds() throws Exception;
  }

  /// Returns once the condition holds.
  public static void holds(String what, Condition condition) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("never: " + what);
      }
      Thread.sleep(50);
    }
  }
}
