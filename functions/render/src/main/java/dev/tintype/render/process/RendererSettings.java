package dev.tintype.render.process;

import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.sandbox.JailMode;
import java.nio.file.Path;

/// Settings of the renderer processes.
///
/// @param bundle the libvips bundle they load
/// @param scratch a folder owned by the worker; each renderer gets a work folder inside it
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

  /// The default cap on a renderer's memory.
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

  /// A copy with another cap on memory.
  public RendererSettings memory(long bytes) {
    return new RendererSettings(bundle, scratch, sandbox, bytes, encoders, life);
  }

  /// A copy with another number of encoders.
  public RendererSettings encoders(int number) {
    return new RendererSettings(bundle, scratch, sandbox, memoryBytes, number, life);
  }
}
