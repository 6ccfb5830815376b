package dev.tintype.render.process;

import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.sandbox.JailMode;
import java.nio.file.Path;

/// How renderers are run.
///
/// @param bundle the libvips they load
/// @param scratch a folder of the worker's own, in which each renderer gets a work folder
/// @param sandbox how much of the jail must hold
/// @param memoryBytes the cap on a renderer's memory
/// @param encoders how many files are encoded at once, at least 1
/// @param life when renderers start and end
public record RendererSettings(
    LibvipsBundle bundle,
    Path scratch,
    JailMode sandbox,
    long memoryBytes,
    int encoders,
    RendererLife life) {

  /// The cap on a renderer's memory, unless set otherwise.
  public static final long MEMORY_BYTES = 1536L << 20;

  /// Checks the ranges.
  public RendererSettings {
    if (encoders < 1) {
      throw new IllegalArgumentException("at least 1 encoder, not " + encoders);
    }
  }

  /// The usual settings: the whole jail's memory, all processors.
  public static RendererSettings of(
      LibvipsBundle bundle, Path scratch, JailMode sandbox, RendererLife life) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new RendererSettings(bundle, scratch, sandbox, MEMORY_BYTES, processors, life);
  }

  /// The same with another cap on memory.
  public RendererSettings memory(long bytes) {
    return new RendererSettings(bundle, scratch, sandbox, bytes, encoders, life);
  }

  /// The same with another number of encoders.
  public RendererSettings encoders(int number) {
    return new RendererSettings(bundle, scratch, sandbox, memoryBytes, number, life);
  }
}
