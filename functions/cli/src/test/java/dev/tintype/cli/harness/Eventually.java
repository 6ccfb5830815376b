package dev.tintype.cli.harness;

import java.time.Duration;

/// Waits for a condition.
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
