package dev.tintype.core.flow;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

/// Where time and chance come from, and who hears of step boundaries.
///
/// @param clock the time
/// @param random drawn from at every use
/// @param boundary told of every step boundary
public record FlowContext(InstantSource clock, SecureRandom random, StepBoundary boundary) {

  /// @return this instant in whole milliseconds, which every store keeps exactly
  public Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /// @return a name nobody else has: 32 random hex digits
  public String freshName() {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }
}
