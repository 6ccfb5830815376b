package dev.tintype.render.sandbox;

import java.util.List;

/// Runs the steps of the jail as the mode demands: a failed step ends everything, or is written
/// down.
///
/// @param mode `require` lets a failure through
/// @param warnings takes the sentence of each failure otherwise
record Attempt(JailMode mode, List<String> warnings) {

  void run(Runnable step) {
    try {
      step.run();
    } catch (JailException e) {
      if (mode == JailMode.REQUIRE) {
        throw e;
      }
      warnings.add(String.valueOf(e.getMessage()));
    }
  }
}
