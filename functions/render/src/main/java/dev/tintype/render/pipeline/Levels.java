package dev.tintype.render.pipeline;

import dev.tintype.render.plan.RenderPlan;
import dev.tintype.vips.VipsImage;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The pixels of every level. Each level is freed once its last reader has released it.
///
/// One thread fills it from the widest level down; many may read. Closing frees the rest.
final class Levels implements AutoCloseable {

  private final RenderPlan plan;
  private final @Nullable Shared[] levels;

  /// @param widest the decoded pixels; this object owns them from here on
  Levels(RenderPlan plan, VipsImage widest) {
    this.plan = plan;
    this.levels = new Shared[plan.levels().size()];
    levels[0] = new Shared(widest, readers(0));
  }

  /// Makes the next level from an earlier one.
  ///
  /// @param framing makes the view
  /// @param level its index: the number of levels made so far
  void make(Framing framing, int level) {
    int from = plan.levels().get(level).from().orElseThrow();
    Shared larger = made(from);
    levels[level] =
        new Shared(framing.image(larger.image, plan.levels().get(level).view()), readers(level));
    larger.release();
  }

  /// @return the pixels of a level that exists and still has readers
  VipsImage image(int level) {
    return made(level).image;
  }

  /// Releases one reader of the level.
  void release(int level) {
    made(level).release();
  }

  /// Its readers: still files encoded from it, levels made from it, and for one level the
  /// placeholder.
  private int readers(int level) {
    long files =
        plan.files().stream().filter(f -> !f.animated() && plan.levelOf(f) == level).count();
    long smaller =
        plan.levels().stream()
            .filter(l -> l.from().filter(from -> from == level).isPresent())
            .count();
    long placeholder = level == plan.placeholderLevel() ? 1 : 0;
    return (int) (files + smaller + placeholder);
  }

  @Override
  public void close() {
    for (Shared level : levels) {
      if (level != null) {
        level.image.close();
      }
    }
  }

  private Shared made(int level) {
    return Objects.requireNonNull(levels[level], "the level was not made yet");
  }

  private record Shared(VipsImage image, AtomicInteger readers) {
    Shared(VipsImage image, int readers) {
      this(image, new AtomicInteger(readers));
    }

    void release() {
      if (readers.decrementAndGet() == 0) {
        image.close();
      }
    }
  }
}
