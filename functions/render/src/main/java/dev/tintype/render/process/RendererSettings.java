package dev.tintype.render.process;

import dev.tintype.render.sandbox.JailMode;
import java.nio.file.Path;
import java.time.Duration;

/// Settings of the renderer processes.
///
/// @param bundle the libvips bundle they load
/// @param scratch a folder owned by the worker; each renderer gets a work folder inside it
/// @param sandbox how much of the jail must hold
/// @param memoryBytes the cap on a renderer's memory
/// @param encoders how many files are encoded at once, at least 1
/// @param jobsPerRenderer a renderer is replaced after this many jobs, at least 1
/// @param startWithin how long a renderer may take until its hello frame
/// @param startsAhead whether the next renderer starts before a job needs it
public record RendererSettings(
    LibvipsBundle bundle,
    Path scratch,
    JailMode sandbox,
    long memoryBytes,
    int encoders,
    int jobsPerRenderer,
    Duration startWithin,
    boolean startsAhead) {

  /// The default cap on a renderer's memory.
  public static final long MEMORY_BYTES = 1536L << 20;

  /// The default number of jobs per renderer.
  public static final int JOBS_PER_RENDERER = 500;

  /// A start takes 1 s on an idle machine; a niced worker on a busy machine took 40 s.
  private static final Duration START_WITHIN = Duration.ofSeconds(90);

  /// Checks the ranges.
  public RendererSettings {
    if (encoders < 1 || jobsPerRenderer < 1) {
      throw new IllegalArgumentException(
          "at least 1: encoders %d, jobsPerRenderer %d".formatted(encoders, jobsPerRenderer));
    }
  }

  /// The defaults: the full jail, all processors, 500 jobs per renderer.
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

  /// A copy with another cap on memory.
  public RendererSettings memory(long bytes) {
    return new RendererSettings(
        bundle, scratch, sandbox, bytes, encoders, jobsPerRenderer, startWithin, startsAhead);
  }

  /// A copy with another number of encoders.
  public RendererSettings encoders(int number) {
    return new RendererSettings(
        bundle, scratch, sandbox, memoryBytes, number, jobsPerRenderer, startWithin, startsAhead);
  }

  /// A copy with another number of jobs per renderer.
  public RendererSettings jobs(int number) {
    return new RendererSettings(
        bundle, scratch, sandbox, memoryBytes, encoders, number, startWithin, startsAhead);
  }

  /// A copy with another start limit, and with or without a start ahead.
  public RendererSettings start(Duration within, boolean ahead) {
    return new RendererSettings(
        bundle, scratch, sandbox, memoryBytes, encoders, jobsPerRenderer, within, ahead);
  }
}
