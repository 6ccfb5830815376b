package dev.tintype.render.pipeline;

import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.render.decode.Decoder;
import dev.tintype.render.decode.HeaderReader;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.PeakMemory;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.vips.NativeHeap;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsException;
import dev.tintype.vips.VipsImage;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One rendering, as the list of its steps. One at a time per process, since libvips' settings are
/// the process's; the encodes inside it run side by side.
public final class Pipeline {

  /// The loaders an original may reach, by libvips' class names; all others are blocked.
  static final List<String> LOADERS =
      List.of(
          "VipsForeignLoadJpeg",
          "VipsForeignLoadPng",
          "VipsForeignLoadWebp",
          "VipsForeignLoadHeif",
          "VipsForeignLoadTiff");

  /// Freed bytes that the native heap may keep between two renderings: more than a 12 MP job needs.
  /// Returning them would make page faults 6 % of such a job under `fast`.
  private static final int KEPT = 384 << 20;

  /// A rendering with a higher predicted need, in bytes, starts with an empty reserve. Kept bytes
  /// in addition to mapped ones could exceed what is ever admitted.
  private static final long LARGE = PeakMemory.ADMITTED_BYTES - KEPT;

  private final Vips vips;
  private final NativeHeap heap;
  private final int encoders;

  /// @param vips started; this constructor restricts its loaders and sets its concurrency to 1,
  ///   because AVIF bytes depend on it, and makes the native heap keep freed memory
  /// @param encoders how many files are encoded at once, at least 1
  public Pipeline(Vips vips, int encoders) {
    vips.allowLoaders(LOADERS);
    vips.concurrency(1);
    this.vips = vips;
    this.heap = NativeHeap.keeping(KEPT);
    this.encoders = encoders;
  }

  /// Starts to record which native codecs see an original.
  public CodecUse use() {
    return new CodecUse(vips);
  }

  /// Reads an original's header.
  ///
  /// @param file the whole file in native memory
  /// @throws dev.tintype.render.format.Unrenderable when the format is not supported, or the header
  ///   is broken
  public Header header(MemorySegment file) {
    return new HeaderReader(vips).read(file);
  }

  /// Decodes a watermark. This is done before an original is read, so that an original has no
  /// influence on it.
  ///
  /// @param file the whole file in native memory
  /// @return its pixels, 8-bit sRGB with 4 bands; of an animation the first frame
  /// @throws UnusableWatermark when it is no PNG or WebP of at most [Limits#MAX_WATERMARK_PIXELS],
  ///   or is damaged
  public VipsImage watermark(MemorySegment file) {
    try {
      Header header = header(file);
      if ((header.format() != OriginalFormat.PNG && header.format() != OriginalFormat.WEBP)
          || header.stored().pixels() > Limits.MAX_WATERMARK_PIXELS) {
        throw new UnusableWatermark(
            "it is a %s of %s px".formatted(header.format().id(), header.stored()));
      }
      try (VipsImage pixels = new Decoder(vips).decode(file, header, header.oriented())) {
        return Framing.withAlpha(vips, pixels).copyToMemory();
      }
    } catch (Unrenderable | VipsException e) {
      throw new UnusableWatermark("it is damaged: " + e, e);
    }
  }

  /// Makes every planned file.
  ///
  /// @param watermark what [#watermark] returned, for the recipe's watermark; absent when it has
  ///   none
  /// @param file the whole file in native memory, unchanged until this returns
  /// @param folder an existing, empty folder
  /// @param decoded runs once the pixels are decoded
  /// @throws dev.tintype.render.format.Unrenderable when the pixels are damaged; files already
  ///   written stay in the folder
  public Placeholder render(
      MemorySegment file,
      Header header,
      RenderPlan plan,
      Recipe recipe,
      Optional<VipsImage> watermark,
      Path folder,
      Runnable decoded) {
    return render(file, header, plan, recipe, watermark, folder, decoded, new ClockTimes());
  }

  /// Makes every planned file, as the other method of this name.
  ///
  /// @param times learns how long the parts took after the decoding
  public Placeholder render(
      MemorySegment file,
      Header header,
      RenderPlan plan,
      Recipe recipe,
      Optional<VipsImage> watermark,
      Path folder,
      Runnable decoded,
      ClockTimes times) {
    releaseHeapBeforeLarge(header, plan);
    Decoder decoder = new Decoder(vips);
    Encoder encoder = new Encoder(vips, recipe.background(), times);
    try (Levels levels = new Levels(plan, decodeWidest(decoder, file, header, plan));
        Marking marking = new Marking(vips, watermark)) {
      decoded.run();
      Framing framing = new Framing(vips, plan, levels.image(0), encoder.background(), marking);
      try (EncodeQueue stills = new EncodeQueue(vips, encoders, encoder, levels, plan, folder)) {
        times.picture(() -> makeLevels(levels, framing, stills, plan));
        Placeholder placeholder = takePlaceholder(levels, plan);
        new Animation(vips, decoder, framing, encoder, times)
            .encode(file, header, movingFiles(plan), folder);
        stills.await();
        return placeholder;
      }
    } finally {
      heap.settle();
    }
  }

  private void releaseHeapBeforeLarge(Header header, RenderPlan plan) {
    if (PeakMemory.predict(header, plan, encoders) > LARGE) {
      heap.release();
    }
  }

  private static VipsImage decodeWidest(
      Decoder decoder, MemorySegment file, Header header, RenderPlan plan) {
    return decoder.decode(file, header, plan.levels().getFirst().dimensions());
  }

  /// Makes each level and queues its still files, so that they are encoded meanwhile.
  private static void makeLevels(
      Levels levels, Framing framing, EncodeQueue stills, RenderPlan plan) {
    stills.submitLevel(0);
    for (int level = 1; level < plan.levels().size(); level++) {
      levels.make(framing, level);
      stills.submitLevel(level);
    }
  }

  private Placeholder takePlaceholder(Levels levels, RenderPlan plan) {
    int level = plan.placeholderLevel();
    Placeholder placeholder = Placeholder.of(vips, levels.image(level));
    levels.release(level);
    return placeholder;
  }

  private static List<PlannedFile> movingFiles(RenderPlan plan) {
    return plan.files().stream().filter(PlannedFile::animated).toList();
  }
}
