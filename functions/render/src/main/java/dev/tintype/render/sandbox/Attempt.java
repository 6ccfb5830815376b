package dev.tintype.render.sandbox;

import java.util.List;
import java.util.function.Supplier;

/// Runs the steps of the jail as the mode demands: a failed step ends everything, or is written
/// down.
///
/// @param mode `require` lets a failure through
/// @param warnings takes the sentence of each failure otherwise
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

  /// Answers what a step answers, or the other value if it failed.
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
