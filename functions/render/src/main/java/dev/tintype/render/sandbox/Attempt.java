package dev.tintype.render.sandbox;

import java.util.List;
import java.util.function.Supplier;

/// Runs the steps of the jail under a mode. A failed step is thrown under `require`; otherwise it
/// becomes a warning.
///
/// @param mode under `require`, a failure is thrown
/// @param warnings receives one sentence per failure under the other modes
public record Attempt(JailMode mode, List<String> warnings) {

  /// Runs a step.
  public void run(Runnable step) {
    ask(
        () -> {
          step.run();
          return true;
        },
        false);
  }

  /// Returns the result of a step, or the given value if the step failed.
  public <T> T ask(Supplier<T> step, T otherwise) {
    try {
      return step.get();
    } catch (JailException e) {
      if (mode == JailMode.REQUIRE) {
        throw e;
      }
      warnings.add(String.valueOf(e.getMessage()));
      return otherwise;
    }
  }
}
