package dev.tintype.render.launch;

import java.time.Duration;

/// When a renderer is started, how long its start may take, and when another replaces it.
///
/// @param startWithin how long it may take from its start to its greeting
/// @param startsAhead whether the next renderer is started before there is a job for it
/// @param jobs how many jobs it does, at least 1; then a fresh one is started
public record RendererLife(Duration startWithin, boolean startsAhead, int jobs) {

  /// On a machine of our own: 90 s and 500 jobs. On an idle machine a start takes a second; that of
  /// a niced worker beside busy neighbours took 40 s.
  public static final RendererLife ON_A_MACHINE =
      new RendererLife(Duration.ofSeconds(90), /* startsAhead= */ true, 500);

  /// In a Lambda function: 9 s, because Lambda ends an initialisation after 10 s
  /// (<https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html>), and the
  /// function must name the fault before. None is started ahead, because a function is frozen
  /// between two invocations.
  public static final RendererLife IN_A_FUNCTION =
      new RendererLife(Duration.ofSeconds(9), /* startsAhead= */ false, ON_A_MACHINE.jobs());

  /// @throws IllegalArgumentException when it does no job
  public RendererLife {
    if (jobs < 1) {
      throw new IllegalArgumentException("a renderer does at least 1 job, not " + jobs);
    }
  }

  /// The same with another number of jobs.
  public RendererLife jobs(int number) {
    return new RendererLife(startWithin, startsAhead, number);
  }
}
