package dev.tintype.render.plan;

import dev.tintype.core.Focus;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Limits;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import java.util.Optional;

/// The decision about an original, made from its header before any decoding.
public sealed interface Admission {

  /// It may be decoded.
  ///
  /// @param plan the variants to make
  /// @param predictedBytes the predicted peak memory
  record Admitted(RenderPlan plan, long predictedBytes) implements Admission {}

  /// It must not be decoded.
  ///
  /// @param reason the rejection
  /// @param detail the figures that exceed a limit
  record Refused(Rejection reason, String detail) implements Admission {}

  /// Checks a header against the limits.
  ///
  /// @param job its recipe and focal point determine levels and encoders, and so the memory needed
  /// @param encodersInFlight how many files are encoded at once
  static Admission of(Header header, ImageJob job, int encodersInFlight) {
    return of(header, job.recipe(), job.focus(), encodersInFlight);
  }

  /// As [#of(Header, ImageJob, int)].
  ///
  /// @param focus the focal point of the original, if it has one
  static Admission of(Header header, Recipe recipe, Optional<Focus> focus, int encodersInFlight) {
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
    // Checked before any calculation uses a number that a renderer reports.
    if (header.heldPixels() > PeakMemory.ADMITTED_BYTES) {
      return new Refused(
          Rejection.NEEDS_TOO_MUCH_MEMORY, header.heldPixels() + " pixels held at once");
    }
    RenderPlan plan = RenderPlan.of(header, recipe, focus);
    long predicted = PeakMemory.predict(header, plan, encodersInFlight);
    if (predicted > PeakMemory.ADMITTED_BYTES) {
      return new Refused(
          Rejection.NEEDS_TOO_MUCH_MEMORY,
          (predicted >> 20) + " MiB predicted, " + (PeakMemory.ADMITTED_BYTES >> 20) + " admitted");
    }
    return new Admitted(plan, predicted);
  }
}
