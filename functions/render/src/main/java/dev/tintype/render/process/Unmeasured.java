package dev.tintype.render.process;

import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.SandboxReport;
import java.util.List;

/// What is known of a jail before its renderer has greeted: nothing.
///
/// @param mode how much is demanded
record Unmeasured(JailMode mode) {

  SandboxReport report() {
    return new SandboxReport(
        mode, false, false, 0, false, 0, false, false, false, "unknown", List.of());
  }
}
