package dev.tintype.render.golden;

import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.render.pipeline.Pipeline;
import dev.tintype.render.pipeline.Placeholder;
import dev.tintype.render.pipeline.PreparedEncodes;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedVariant;
import dev.tintype.render.specimens.Picture;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsBlob;
import dev.tintype.vips.VipsImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Runs the pipeline in this process, without a jail and without limits.
public final class Darkroom {

  /// The libvips of this process.
  public static final Vips VIPS = Vips.start(Path.of(System.getProperty("tintype.libvips", "")));

  private static final int ENCODERS = 2;

  private final Pipeline pipeline;

  /// A pipeline with two encoders.
  public Darkroom() {
    this(ENCODERS);
  }

  /// @param encoders how many files it encodes at once
  Darkroom(int encoders) {
    this.pipeline = new Pipeline(VIPS, encoders);
  }

  /// The result for one original.
  ///
  /// @param header its header
  /// @param plan its plan
  /// @param placeholder its placeholder
  /// @param files the bytes of each file, by name
  public record Developed(
      Header header, RenderPlan plan, Placeholder placeholder, Map<String, byte[]> files) {

    /// @return the bytes of a variant
    public byte[] variant(int sizePx, Format format) {
      String name = planned(sizePx, format).file().name();
      return java.util.Objects.requireNonNull(files.get(name), name);
    }

    /// @return the plan of a variant
    public PlannedVariant planned(int sizePx, Format format) {
      return plan.variants().stream()
          .filter(v -> v.size().widthPx() == sizePx && v.file().format() == format)
          .findFirst()
          .orElseThrow();
    }
  }

  /// Makes every variant of an original.
  public Developed develop(byte[] original, Recipe recipe) {
    return develop(original, recipe, Optional.empty());
  }

  /// Makes every variant of an original with a focal point.
  Developed develop(byte[] original, Recipe recipe, Optional<Focus> focus) {
    return develop(original, recipe, focus, Optional.empty());
  }

  /// Makes every variant of an original under a recipe with a watermark.
  Developed develop(byte[] original, Recipe recipe, byte[] watermark) {
    try (Arena arena = Arena.ofShared();
        VipsImage image = pipeline.watermark(inMemory(watermark, arena))) {
      return develop(original, recipe, Optional.empty(), Optional.of(image));
    }
  }

  private static MemorySegment inMemory(byte[] bytes, Arena arena) {
    MemorySegment file = arena.allocate(bytes.length);
    MemorySegment.copy(bytes, 0, file, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return file;
  }

  private Developed develop(
      byte[] original, Recipe recipe, Optional<Focus> focus, Optional<VipsImage> watermark) {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment file = inMemory(original, arena);
      Path folder = Files.createTempDirectory("darkroom");
      try {
        Header header = pipeline.header(file);
        RenderPlan plan = RenderPlan.of(header, recipe, focus);
        Placeholder placeholder =
            pipeline.render(file, header, plan, recipe, watermark, folder, () -> {});
        return new Developed(header, plan, placeholder, read(folder));
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The pixels of the widest variant, before encoding.
  public Picture decode(byte[] original, Recipe recipe) {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment file = inMemory(original, arena);
      Header header = pipeline.header(file);
      RenderPlan plan = RenderPlan.of(header, recipe);
      try (PreparedEncodes prepared =
              new PreparedEncodes(VIPS, ENCODERS, file, header, plan, recipe);
          VipsBlob pixels = prepared.level(0).writeToMemory()) {
        int bands = prepared.level(0).bands();
        byte[] bytes = pixels.asSegment().toArray(ValueLayout.JAVA_BYTE);
        int width = prepared.level(0).width();
        return Picture.paint(
            width,
            prepared.level(0).height(),
            (x, y) -> {
              int at = (y * width + x) * bands;
              int alpha = bands == 4 ? bytes[at + 3] & 0xff : 255;
              return alpha << 24
                  | (bytes[at] & 0xff) << 16
                  | (bytes[at + 1] & 0xff) << 8
                  | bytes[at + 2] & 0xff;
            });
      }
    }
  }

  private static Map<String, byte[]> read(Path folder) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (var names = Files.list(folder)) {
      for (Path file : names.sorted().toList()) {
        files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static void remove(Path folder) throws IOException {
    try (var names = Files.list(folder)) {
      for (Path file : names.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
