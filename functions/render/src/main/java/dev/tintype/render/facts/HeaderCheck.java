package dev.tintype.render.facts;

import dev.tintype.core.ImageJob;
import dev.tintype.render.plan.Admission;
import dev.tintype.render.plan.Header;
import java.util.Optional;

/// The worker's check of the header that a renderer reports.
///
/// @param admission the decision, if the header is true
/// @param contradiction how it contradicts the original, if it does
public record HeaderCheck(Admission admission, Optional<String> contradiction) {

  /// @param facts what the worker itself read from the original
  /// @param encoders how many files are encoded at once
  public static HeaderCheck of(OriginalFacts facts, Header header, ImageJob job, int encoders) {
    return new HeaderCheck(Admission.of(header, job, encoders), facts.contradiction(header));
  }
}
