package dev.tintype.render.process;

import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.SandboxReport;
import java.util.List;
import java.util.Set;

/// The report of a jail whose renderer has not yet said hello: nothing is measured.
///
/// @param mode how much of the jail is required
record Unmeasured(JailMode mode) {

  SandboxReport report() {
    return new SandboxReport(mode, Set.of(), 0, 0, "unknown", List.of());
  }
}
