package dev.tintype.render.plan;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Keys;
import dev.tintype.core.Limits;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The work for one original: which level is resized from which, which file is encoded from which
/// level, and which variants each file serves.
///
/// @param levels distinct sizes of still pixels, widest first; the original is decoded into the
///   first, the others are resized from an earlier one
/// @param files every file to encode, in starting order: largest AVIF first
/// @param variants one per size and format of the recipe, by size, then format
public record RenderPlan(
    List<Level> levels, List<PlannedFile> files, List<PlannedVariant> variants) {

  /// Copies the lists.
  public RenderPlan {
    levels = List.copyOf(levels);
    files = List.copyOf(files);
    variants = List.copyOf(variants);
  }

  /// The still pixels of one size.
  ///
  /// @param dimensions its size
  /// @param from index of the level it is resized from; absent for the first, which is decoded
  public record Level(Dimensions dimensions, Optional<Integer> from) {}

  /// One file to encode.
  ///
  /// @param name its file name, after the smallest size it serves
  /// @param format its format
  /// @param dimensions of one frame
  /// @param encoding the encoder's options
  /// @param frames how many it contains: 1, or all of the original's
  public record PlannedFile(
      String name, Format format, Dimensions dimensions, Encoding encoding, int frames) {

    /// @return whether it is animated
    public boolean animated() {
      return frames > 1;
    }
  }

  /// One variant and the file that holds its bytes.
  ///
  /// @param size the recipe's size
  /// @param file the file, shared by sizes with the same real dimensions
  public record PlannedVariant(Size size, PlannedFile file) {}

  /// Plans a rendering from header and recipe. The same arguments give the same plan.
  public static RenderPlan of(Header header, Recipe recipe) {
    Dimensions original = header.oriented();
    Map<Dimensions, Boolean> moving = moving(header, recipe);
    Map<String, PlannedFile> files = new LinkedHashMap<>();
    List<PlannedVariant> variants = new ArrayList<>();
    for (Size size : recipe.sizes()) {
      Dimensions fitted = original.fit(size);
      for (Format format : recipe.formats().keySet()) {
        boolean animated = format == Format.WEBP && moving.getOrDefault(fitted, false);
        PlannedFile file =
            new PlannedFile(
                Keys.variantName(size, format),
                format,
                fitted,
                recipe.encoding(format, fitted.width()),
                animated ? header.frames() : 1);
        PlannedFile first = files.putIfAbsent(fitted + "." + format.extension(), file);
        variants.add(new PlannedVariant(size, first == null ? file : first));
      }
    }
    List<PlannedFile> ordered = new ArrayList<>(files.values());
    ordered.sort(Comparator.comparingLong(RenderPlan::cost).reversed());
    return new RenderPlan(levels(ordered), ordered, variants);
  }

  /// The sizes that may be animated: all that fit the budget; the widest are dropped first.
  private static Map<Dimensions, Boolean> moving(Header header, Recipe recipe) {
    Map<Dimensions, Boolean> moving = new LinkedHashMap<>();
    if (header.frames() == 1 || !recipe.animation()) {
      return moving;
    }
    long spent = 0;
    for (Size size : recipe.sizes()) {
      Dimensions fitted = header.oriented().fit(size);
      if (!moving.containsKey(fitted)) {
        spent += fitted.pixels() * header.frames();
        moving.put(fitted, spent <= Limits.MAX_ANIMATED_PIXELS);
      }
    }
    return moving;
  }

  private static List<Level> levels(List<PlannedFile> files) {
    List<Dimensions> sizes =
        files.stream()
            .map(PlannedFile::dimensions)
            .distinct()
            .sorted(
                Comparator.comparingInt(Dimensions::width)
                    .thenComparingInt(Dimensions::height)
                    .reversed())
            .toList();
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      levels.add(new Level(sizes.get(i), i == 0 ? Optional.empty() : Optional.of(from(sizes, i))));
    }
    return levels;
  }

  /// The smallest level that is at least twice as wide; else the widest.
  private static int from(List<Dimensions> sizes, int level) {
    int wanted = 2 * sizes.get(level).width();
    int from = 0;
    for (int i = 0; i < level; i++) {
      if (sizes.get(i).width() >= wanted) {
        from = i;
      }
    }
    return from;
  }

  /// An estimate of encoding time, so that the longest starts first.
  private static long cost(PlannedFile file) {
    long pixels = file.dimensions().pixels() * file.frames();
    return switch (file.format()) {
      case AVIF -> pixels * (4 + 4L * file.encoding().effort());
      case WEBP -> pixels * 4;
      case JPEG -> pixels * 2;
    };
  }

  /// @return the level that a still file is encoded from
  public int levelOf(PlannedFile file) {
    for (int i = 0; i < levels.size(); i++) {
      if (levels.get(i).dimensions().equals(file.dimensions())) {
        return i;
      }
    }
    throw new IllegalArgumentException("no level has " + file.dimensions());
  }
}
