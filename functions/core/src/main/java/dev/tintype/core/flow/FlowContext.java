package dev.tintype.core.flow;

import dev.tintype.core.trace.NoTracing;
import dev.tintype.core.trace.Tracing;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

/// The clock, the randomness, the step listener and the traces of a flow.
///
/// @param clock the time
/// @param random drawn from on every use
/// @param boundary called at every step boundary
/// @param tracing records the steps
public record FlowContext(
    InstantSource clock, SecureRandom random, StepBoundary boundary, Tracing tracing) {

  /// A context whose steps are not recorded.
  public FlowContext(InstantSource clock, SecureRandom random, StepBoundary boundary) {
    this(clock, random, boundary, new NoTracing());
  }

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
