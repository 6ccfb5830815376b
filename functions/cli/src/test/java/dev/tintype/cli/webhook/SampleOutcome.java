package dev.tintype.cli.webhook;

import dev.tintype.core.ImageId;
import dev.tintype.core.state.Outcome;
import java.time.Instant;
import java.util.Optional;

/// A sample outcome.
final class SampleOutcome {

  private SampleOutcome() {}

  static Outcome any() {
    Instant at = Instant.parse("2026-11-23T10:00:00Z");
    return new Outcome(
        "out_1",
        new ImageId("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        Optional.empty(),
        "image.erased",
        "{}",
        at,
        0,
        at);
  }
}
