package dev.tintype.render.process;

import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.SandboxReport;
import java.util.List;
import java.util.Set;

/// What is known of a jail before its renderer has greeted: nothing.
///
/// @param mode how much is demanded
record Unmeasured(JailMode mode) {

  SandboxReport report() {
    return new SandboxReport(mode, Set.of(), 0, 0, "unknown", List.of());
  }
}
