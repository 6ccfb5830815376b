package dev.tintype.render.pipeline;

import dev.tintype.core.Recipe;
import dev.tintype.render.decode.Decoder;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/// The encodes of one rendering in isolation: every level exists, no still file is encoded yet.
///
/// The cost of [#encode] is the minimum for a rendering of the same pixels with the same settings.
/// Benchmarks compare whole renderings with it. One thread uses it.
public final class PreparedEncodes implements AutoCloseable {

  private final Vips vips;
  private final int encoders;
  private final Encoder encoder;
  private final RenderPlan plan;
  private final Levels levels;

  /// Decodes and makes every level, as [Pipeline#render] does, and stops before the first encode.
  ///
  /// @param vips set up by a [Pipeline]
  /// @param encoders how many files are encoded at once, at least 1
  /// @param file the whole file in native memory
  /// @throws dev.tintype.render.format.Unrenderable when the pixels are damaged
  public PreparedEncodes(
      Vips vips, int encoders, MemorySegment file, Header header, RenderPlan plan, Recipe recipe) {
    this.vips = vips;
    this.encoders = encoders;
    this.encoder = new Encoder(vips, recipe.background(), new ClockTimes());
    this.plan = plan;
    VipsImage widest =
        new Decoder(vips).decode(file, header, plan.levels().getFirst().dimensions());
    this.levels = new Levels(plan, widest);
    try (Marking marking = new Marking(vips, Optional.empty())) {
      Framing framing = new Framing(vips, plan, widest, encoder.background(), marking);
      for (int level = 1; level < plan.levels().size(); level++) {
        levels.make(framing, level);
      }
    }
  }

  /// @param level its index in the plan
  /// @return the pixels, valid until they are encoded
  public VipsImage level(int level) {
    return levels.image(level);
  }

  /// Encodes every still file, once.
  ///
  /// @param folder an existing, empty folder
  public void encode(Path folder) {
    try (EncodeQueue queue = new EncodeQueue(vips, encoders, encoder, levels, plan, folder)) {
      for (int level = 0; level < plan.levels().size(); level++) {
        queue.submitLevel(level);
      }
      queue.await();
    }
  }

  @Override
  public void close() {
    levels.close();
  }
}
