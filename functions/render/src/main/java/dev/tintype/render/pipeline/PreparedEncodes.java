package dev.tintype.render.pipeline;

import dev.tintype.render.plan.RenderPlan;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import java.nio.file.Path;

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

  PreparedEncodes(Vips vips, int encoders, Encoder encoder, RenderPlan plan, VipsImage widest) {
    this.vips = vips;
    this.encoders = encoders;
    this.encoder = encoder;
    this.plan = plan;
    this.levels = new Levels(vips, plan, widest);
    for (int level = 1; level < plan.levels().size(); level++) {
      levels.make(level);
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
