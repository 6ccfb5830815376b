package dev.tintype.sqs;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// The receipts of messages that this process holds, with the end of their time. SQS may accept a
/// receipt whose message somebody else has received meanwhile, so a receipt past its end is refused
/// here. The time at which SQS hides a message is not known exactly: its end may be later here by
/// the time that the answer was on its way. Safe for use by many threads.
final class HeldReceipts {

  private final Map<String, Held> receipts = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  /// @param nanos a clock that only runs forward, nanoseconds
  HeldReceipts(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// A message that is held.
  ///
  /// @param end of its time
  /// @param sentMillis when it was sent, milliseconds since 1970
  private record Held(long end, long sentMillis) {}

  /// @return the moment, for [#extended]
  long now() {
    return nanos.getAsLong();
  }

  /// A message was received. Receipts whose time is over are forgotten.
  void received(String receipt, Duration visibility, long sentMillis) {
    long now = now();
    receipts.values().removeIf(held -> held.end() - now <= 0);
    receipts.put(receipt, new Held(now + visibility.toNanos(), sentMillis));
  }

  /// @param asked when the extension was asked for, by [#now]
  void extended(String receipt, long asked, Duration visibility) {
    receipts.computeIfPresent(
        receipt, (_, held) -> new Held(asked + visibility.toNanos(), held.sentMillis()));
  }

  boolean isHeld(String receipt) {
    Held held = receipts.get(receipt);
    return held != null && held.end() - now() > 0;
  }

  /// @return when the message of a receipt was sent, milliseconds since 1970
  Optional<Long> sentMillis(String receipt) {
    return Optional.ofNullable(receipts.get(receipt)).map(Held::sentMillis);
  }

  void forget(String receipt) {
    receipts.remove(receipt);
  }
}
