package dev.tintype.render.plan;

import dev.tintype.core.Limits;
import dev.tintype.core.Rejection;

/// What is decided about an original from its header, before any decode.
public sealed interface Admission {

  /// It may be decoded.
  ///
  /// @param plan what to make of it
  /// @param predictedBytes the predicted peak memory
  record Admitted(RenderPlan plan, long predictedBytes) implements Admission {}

  /// It must not be decoded.
  ///
  /// @param reason why
  /// @param detail the figures
  record Refused(Rejection reason, String detail) implements Admission {}

  /// Holds a header against the limits.
  ///
  /// @param recipe decides levels and encoders, and so the memory needed
  /// @param encodersInFlight how many files are encoded at once
  static Admission of(Header header, dev.tintype.core.Recipe recipe, int encodersInFlight) {
    if (header.bytes() > Limits.MAX_ORIGINAL_BYTES) {
      return new Refused(Rejection.TOO_LARGE, header.bytes() + " bytes");
    }
    if (header.frames() > Limits.MAX_FRAMES) {
      return new Refused(Rejection.TOO_MANY_FRAMES, header.frames() + " frames");
    }
    int side = Math.max(header.stored().width(), header.stored().height());
    if (header.totalPixels() > Limits.MAX_PIXELS || side > Limits.MAX_SIDE) {
      return new Refused(
          Rejection.TOO_MANY_PIXELS, header.stored() + " px, " + header.frames() + " frames");
    }
    // Before anything is reckoned with a number that a renderer claims.
    if (header.heldPixels() > PeakMemory.ADMITTED_BYTES) {
      return new Refused(
          Rejection.NEEDS_TOO_MUCH_MEMORY, header.heldPixels() + " pixels held at once");
    }
    RenderPlan plan = RenderPlan.of(header, recipe);
    long predicted = PeakMemory.predict(header, plan, encodersInFlight);
    if (predicted > PeakMemory.ADMITTED_BYTES) {
      return new Refused(
          Rejection.NEEDS_TOO_MUCH_MEMORY,
          (predicted >> 20) + " MiB predicted, " + (PeakMemory.ADMITTED_BYTES >> 20) + " admitted");
    }
    return new Admitted(plan, predicted);
  }
}
