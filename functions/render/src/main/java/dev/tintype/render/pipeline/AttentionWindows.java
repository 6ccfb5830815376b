package dev.tintype.render.pipeline;

import dev.tintype.core.Focus;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.View.Crop;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsBlob;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import dev.tintype.vips.VipsOutputs;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The places of a picture's attention crops. libvips finds a point of interest for each shape; the
/// crop is placed around it as around a focal point.
///
/// The point depends on the widest level and on the crop's shape alone. So every format and every
/// frame show the same part; the sizes of one ratio nearly always do. libvips shrinks a picture to
/// 32 × 32 px before it looks for the point. That is done here once for all crops, so the point is
/// accurate to a 32nd of each side.
///
/// Immutable.
final class AttentionWindows {

  private static final int CELLS = 32;
  private static final Dimensions GRID = new Dimensions(CELLS, CELLS);
  private static final double[] BLACK = {0, 0, 0};
  private static final double[] WHITE = {255, 255, 255};

  private final Map<Crop.Attention, Crop.Window> windows;

  private AttentionWindows(Map<Crop.Attention, Crop.Window> windows) {
    this.windows = Map.copyOf(windows);
  }

  /// Finds the window of each attention crop of a plan.
  ///
  /// @param widest the pixels of the plan's first level, 8-bit sRGB with 3 or 4 bands
  static AttentionWindows on(Vips vips, VipsImage widest, RenderPlan plan) {
    Map<Crop.Attention, Crop.Window> windows = new HashMap<>();
    List<Crop.Attention> crops = crops(plan);
    if (!crops.isEmpty()) {
      try (VipsImage grid = Framing.resize(vips, widest, GRID);
          VipsImage opaque = opaque(vips, grid)) {
        boolean isPlain = isPlain(opaque);
        Map<Dimensions, Focus> points = new HashMap<>();
        for (Crop.Attention crop : crops) {
          Focus point =
              isPlain
                  ? Focus.CENTRE
                  : points.computeIfAbsent(
                      cells(crop.size(), plan.original()), shape -> point(vips, opaque, shape));
          windows.put(crop, Crop.Window.around(point, plan.original(), crop.size()));
        }
      }
    }
    return new AttentionWindows(windows);
  }

  private static List<Crop.Attention> crops(RenderPlan plan) {
    return plan.levels().stream()
        .flatMap(level -> level.view().crop().stream())
        .flatMap(crop ->
            switch (crop) {
              case Crop.Window _ -> Stream.<Crop.Attention>empty();
              case Crop.Attention attention -> Stream.of(attention);
            })
        .distinct()
        .toList();
  }

  /// Lays a transparent picture over black, as libvips does. A picture that cannot be seen there,
  /// such as a black logo, is laid over white.
  private static VipsImage opaque(Vips vips, VipsImage grid) {
    if (!grid.hasAlpha()) {
      return grid.copy();
    }
    VipsImage overBlack = over(vips, grid, BLACK);
    if (!isPlain(overBlack)) {
      return overBlack;
    }
    overBlack.close();
    return over(vips, grid, WHITE);
  }

  private static VipsImage over(Vips vips, VipsImage grid, double[] background) {
    return vips.image(
        VipsOperation.named("flatten").with("in", grid).with("background", background));
  }

  /// Whether all pixels are equal. libvips would then name the upper left corner.
  private static boolean isPlain(VipsImage image) {
    try (VipsBlob blob = image.writeToMemory()) {
      MemorySegment pixels = blob.asSegment();
      long rest = pixels.byteSize() - image.bands();
      // Each pixel equals the next one.
      return pixels.asSlice(0, rest).mismatch(pixels.asSlice(image.bands(), rest)) == -1;
    }
  }

  /// @param shape the size of the crop, in cells
  private static Focus point(Vips vips, VipsImage grid, Dimensions shape) {
    VipsOperation smartcrop =
        VipsOperation.named("smartcrop")
            .with("input", grid)
            .with("width", shape.width())
            .with("height", shape.height())
            .with("interesting", "attention");
    try (VipsOutputs outputs = vips.outputs(smartcrop)) {
      return new Focus(
          middle(outputs.integer("attention-x")), middle(outputs.integer("attention-y")));
    }
  }

  private static Dimensions cells(Dimensions part, Dimensions whole) {
    return new Dimensions(cells(part.width(), whole.width()), cells(part.height(), whole.height()));
  }

  /// The nearest number of cells, at least 1.
  private static int cells(int part, int whole) {
    return (int) Math.max(1, (2L * CELLS * part + whole) / (2L * whole));
  }

  /// The middle of a cell, to the nearest 1/10,000.
  private static int middle(int cell) {
    return ((2 * cell + 1) * Focus.SCALE + CELLS) / (2 * CELLS);
  }

  /// @param crop a crop of the plan
  /// @return its place
  Crop.Window of(Crop crop) {
    return switch (crop) {
      case Crop.Window window -> window;
      case Crop.Attention attention ->
          Objects.requireNonNull(windows.get(attention), "a crop of another plan");
    };
  }
}
