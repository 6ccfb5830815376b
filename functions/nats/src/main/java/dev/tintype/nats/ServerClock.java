package dev.tintype.nats;

import dev.tintype.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The clock of the server, as it is known here. It may be ahead by as long as a request lasts and
/// is never behind, so that no delayed message comes early. Safe for use by many threads.
final class ServerClock {

  /// After so long the server is asked again.
  private static final Duration TRUSTED = Duration.ofMinutes(1);

  private final Supplier<JsonObject> stream;
  private final LongSupplier nanos;
  private volatile Reading reading;

  /// A time of the server, and the local one before it was asked.
  private record Reading(Instant instant, long nanos) {}

  /// @param stream asks for the stream, whose answer has the time
  /// @param nanos goes on while the machine is suspended, as [Elapsed]
  /// @throws dev.tintype.core.port.StoreUnavailable when the server does not answer
  ServerClock(Supplier<JsonObject> stream, LongSupplier nanos) {
    this.stream = stream;
    this.nanos = nanos;
    this.reading = read();
  }

  private Reading read() {
    long before = nanos.getAsLong();
    return new Reading(stream.get().instant("ts"), before);
  }

  /// @throws dev.tintype.core.port.StoreUnavailable when the server is asked and does not answer
  Instant instant() {
    if (nanos.getAsLong() - reading.nanos() > TRUSTED.toNanos()) {
      reading = read();
    }
    Reading last = reading;
    return last.instant().plusNanos(nanos.getAsLong() - last.nanos());
  }
}
