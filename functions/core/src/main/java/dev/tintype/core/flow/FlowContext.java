package dev.tintype.core.flow;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

/// The clock, the randomness and the step listener of a flow.
///
/// @param clock the time
/// @param random drawn from on every use
/// @param boundary called at every step boundary
public record FlowContext(InstantSource clock, SecureRandom random, StepBoundary boundary) {

  /// @return the current instant in whole milliseconds, which every store keeps exactly
  public Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /// @return a unique name: 32 random hex digits
  public String freshName() {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }
}
