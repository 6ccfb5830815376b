package dev.tintype.cli.harness;

import java.time.Duration;

/// Waits for what comes by itself.
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Eventually() {}

  /// What is waited for.
  @FunctionalInterface
  public interface Condition {
    /// @return whether it has come
    boolean holds() throws Exception;
  }

  /// Returns once it holds.
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
