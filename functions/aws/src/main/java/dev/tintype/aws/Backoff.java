package dev.tintype.aws;

import dev.tintype.core.port.StoreUnavailable;
import java.security.SecureRandom;

/// The waits between the rounds of a call that DynamoDB did not complete.
final class Backoff {

  private Backoff() {}

  /// Waits for a random time. Its limit doubles each round, from 20 ms to at most 1 s.
  ///
  /// Each wait takes new randomness from the system. A generator in a snapshot would give every
  /// restored environment the same waits, so that they would meet again.
  ///
  /// @param asked names the call in messages
  /// @param round the round that was not completed, from 1
  /// @throws StoreUnavailable when the thread is interrupted; it stays interrupted
  static void pause(String asked, int round) {
    try {
      Thread.sleep(new SecureRandom().nextLong(5, Math.min(1000, 10L << round)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable(asked + ": interrupted", e);
    }
  }
}
