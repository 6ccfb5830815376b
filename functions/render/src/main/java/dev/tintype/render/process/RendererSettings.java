package dev.tintype.render.process;

import dev.tintype.render.sandbox.JailMode;
import java.nio.file.Path;
import java.time.Duration;

/// How renderers are run.
///
/// @param bundle the libvips they load
/// @param scratch a folder of the worker's own, in which each renderer gets a work folder
/// @param sandbox how much of the jail must hold
/// @param memoryBytes the cap on a renderer's memory
/// @param encoders how many files are encoded at once, at least 1
/// @param jobsPerRenderer after so many jobs a fresh one is started, at least 1
/// @param startWithin how long a renderer may take to greet
/// @param startsAhead whether the next renderer is started before there is a job for it
public record RendererSettings(
    LibvipsBundle bundle,
    Path scratch,
    JailMode sandbox,
    long memoryBytes,
    int encoders,
    int jobsPerRenderer,
    Duration startWithin,
    boolean startsAhead) {

  /// The cap on a renderer's memory, unless set otherwise.
  public static final long MEMORY_BYTES = 1536L << 20;

  /// How many jobs a renderer does, unless set otherwise.
  public static final int JOBS_PER_RENDERER = 500;

  /// On an idle machine a start takes a second; a niced worker's beside busy neighbours took 40.
  private static final Duration START_WITHIN = Duration.ofSeconds(90);

  /// Checks the ranges.
  public RendererSettings {
    if (encoders < 1 || jobsPerRenderer < 1) {
      throw new IllegalArgumentException(
          "at least 1: encoders %d, jobsPerRenderer %d".formatted(encoders, jobsPerRenderer));
    }
  }

  /// The usual settings: the whole jail, all processors, 500 jobs a renderer.
  public static RendererSettings of(LibvipsBundle bundle, Path scratch, JailMode sandbox) {
    return new RendererSettings(
        bundle,
        scratch,
        sandbox,
        MEMORY_BYTES,
        Runtime.getRuntime().availableProcessors(),
        JOBS_PER_RENDERER,
        START_WITHIN,
        /* startsAhead= */ true);
  }

  /// The same with another cap on memory.
  public RendererSettings memory(long bytes) {
    return new RendererSettings(
        bundle, scratch, sandbox, bytes, encoders, jobsPerRenderer, startWithin, startsAhead);
  }

  /// The same with another number of encoders.
  public RendererSettings encoders(int number) {
    return new RendererSettings(
        bundle, scratch, sandbox, memoryBytes, number, jobsPerRenderer, startWithin, startsAhead);
  }

  /// The same with another number of jobs for each renderer.
  public RendererSettings jobs(int number) {
    return new RendererSettings(
        bundle, scratch, sandbox, memoryBytes, encoders, number, startWithin, startsAhead);
  }

  /// The same with another time to greet, and a start ahead or none.
  public RendererSettings start(Duration within, boolean ahead) {
    return new RendererSettings(
        bundle, scratch, sandbox, memoryBytes, encoders, jobsPerRenderer, within, ahead);
  }
}
