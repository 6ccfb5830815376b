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
public record RendererSettings(
    LibvipsBundle bundle,
    Path scratch,
    JailMode sandbox,
    long memoryBytes,
    int encoders,
    int jobsPerRenderer,
    Duration startWithin) {

  /// The cap on a renderer's memory, unless set otherwise.
  public static final long MEMORY_BYTES = 1536L << 20;

  /// On an idle machine a start takes a second; a niced worker's beside busy neighbours took 40.
  private static final Duration START_WITHIN = Duration.ofSeconds(90);

  /// The usual settings: the whole jail, all processors, 500 jobs a renderer.
  public static RendererSettings of(LibvipsBundle bundle, Path scratch, JailMode sandbox) {
    return new RendererSettings(
        bundle,
        scratch,
        sandbox,
        MEMORY_BYTES,
        Runtime.getRuntime().availableProcessors(),
        500,
        START_WITHIN);
  }
}
