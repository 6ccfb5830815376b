package dev.tintype.cli;

/// How the processors are shared out.
///
/// @param jobs how many originals are rendered at once, at least 1
/// @param encoders how many files each of them encodes at once, at least 1
public record ProcessorShare(int jobs, int encoders) {

  /// @throws IllegalArgumentException when a number is below 1
  public ProcessorShare {
    if (jobs < 1 || encoders < 1) {
      throw new IllegalArgumentException("at least one job and one encoder");
    }
  }

  /// The share of a given number of jobs: together they have an encoder for each processor.
  public static ProcessorShare of(int jobs, int processors) {
    return new ProcessorShare(jobs, Math.max(1, (processors + jobs - 1) / jobs));
  }
}
