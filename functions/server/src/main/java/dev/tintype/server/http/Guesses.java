package dev.tintype.server.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Counts wrong tokens per address. After a few, an address may try one more every few seconds.
/// Safe for use by many threads.
final class Guesses {

  private static final int AT_ONCE = 30;
  private static final long EACH = Duration.ofSeconds(2).toNanos();
  private static final int MOST_ADDRESSES = 20_000;

  private final LongSupplier nanoTime;

  /// When each address may guess freely again; the address that guessed longest ago comes first.
  private final Map<String, Long> paidAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  /// @param nanoTime such as `System::nanoTime`
  Guesses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// @return how long an address must wait before its next token is checked; empty when it need not
  ///   wait
  synchronized Optional<Duration> wait(String address) {
    Long paid = paidAt.get(address);
    if (paid == null) {
      return Optional.empty();
    }
    long debt = paid - nanoTime.getAsLong();
    if (debt <= 0) {
      paidAt.remove(address);
    }
    long wait = debt - (AT_ONCE - 1) * EACH;
    return wait > 0 ? Optional.of(Duration.ofNanos(wait)) : Optional.empty();
  }

  /// Counts a wrong token.
  synchronized void wrong(String address) {
    long now = nanoTime.getAsLong();
    paidAt.merge(address, now + EACH, (paid, _) -> Math.max(paid, now) + EACH);
  }
}
