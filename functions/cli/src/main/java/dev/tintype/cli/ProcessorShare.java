package dev.tintype.cli;

/// How the processors are divided among jobs.
///
/// @param jobs how many originals are rendered at once, at least 1
/// @param encoders how many files each job encodes at once, at least 1
record ProcessorShare(int jobs, int encoders) {

  /// @throws IllegalArgumentException when a number is below 1
  public ProcessorShare {
    if (jobs < 1 || encoders < 1) {
      throw new IllegalArgumentException("jobs and encoders must be at least 1");
    }
  }

  /// @return the share for this number of jobs: together they have about one encoder per processor
  static ProcessorShare of(int jobs, int processors) {
    return new ProcessorShare(jobs, Math.max(1, (processors + jobs - 1) / jobs));
  }
}
