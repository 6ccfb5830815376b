package dev.tintype.render.plan;

import dev.tintype.core.Encoding;
import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.Keys;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.render.plan.AnimationBudget.Moving;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The work for one original: which level is resized from which, which file is encoded from which
/// level, and which variants each file serves.
///
/// @param original the size of the upright original
/// @param levels distinct views of still pixels: those of the whole picture, widest first, then the
///   cropped, padded and sharpened ones. The original is decoded into the first, the others are
///   made from an earlier one
/// @param files every file to encode, in starting order: largest AVIF first
/// @param variants one per size of the recipe and format of that size, by size, then format
public record RenderPlan(
    Dimensions original,
    List<Level> levels,
    List<PlannedFile> files,
    List<PlannedVariant> variants) {

  /// Copies the lists.
  public RenderPlan {
    levels = List.copyOf(levels);
    files = List.copyOf(files);
    variants = List.copyOf(variants);
  }

  /// The still pixels of one view.
  ///
  /// @param view what it shows
  /// @param from index of the level it is made from, which shows the whole picture; absent for the
  ///   first, which is decoded
  public record Level(View view, Optional<Integer> from) {

    /// @return its size
    public Dimensions dimensions() {
      return view.output();
    }
  }

  /// One file to encode.
  ///
  /// @param name its file name, after the first size it serves
  /// @param format its format
  /// @param view what each frame shows
  /// @param encoding the encoder's options
  /// @param frames how many it contains: 1, or all of the original's
  public record PlannedFile(String name, Format format, View view, Encoding encoding, int frames) {

    /// @return the size of one frame
    public Dimensions dimensions() {
      return view.output();
    }

    /// @return whether it is animated
    public boolean animated() {
      return frames > 1;
    }
  }

  /// One variant and the file that holds its bytes.
  ///
  /// @param size the recipe's size
  /// @param file the file, shared by sizes that show the same
  public record PlannedVariant(Size size, PlannedFile file) {}

  /// Plans a rendering of an original without a focal point.
  public static RenderPlan of(Header header, Recipe recipe) {
    return of(header, recipe, Optional.empty());
  }

  /// Plans a rendering from header, recipe and focal point. The same arguments give the same plan.
  ///
  /// @param focus the focal point of the original, if it has one
  public static RenderPlan of(Header header, Recipe recipe, Optional<Focus> focus) {
    return of(Picture.of(header), recipe, focus);
  }

  /// Plans a rendering as [#of(Header, Recipe, Optional)]: the same picture gives the same plan.
  ///
  /// @param focus the focal point of the original, if it has one
  public static RenderPlan of(Picture picture, Recipe recipe, Optional<Focus> focus) {
    Dimensions original = picture.upright();
    Set<Moving> moving = moving(picture, recipe, focus);
    Map<FileKey, PlannedFile> files = new LinkedHashMap<>();
    List<PlannedVariant> variants = new ArrayList<>();
    for (Size size : recipe.sizes()) {
      View view = View.of(original, size, focus);
      Formats formats = recipe.formatsOf(size);
      for (Format format : formats.all()) {
        Encoding encoding = formats.encoding(format, view.output().width()).forAnyWidth();
        boolean animated = format == Format.WEBP && moving.contains(new Moving(view, encoding));
        PlannedFile file =
            new PlannedFile(
                Keys.variantName(size.name(), format),
                format,
                view,
                encoding,
                animated ? picture.frames() : 1);
        PlannedFile first = files.putIfAbsent(new FileKey(view, format, encoding), file);
        variants.add(new PlannedVariant(size, first == null ? file : first));
      }
    }
    List<PlannedFile> ordered = new ArrayList<>(files.values());
    ordered.sort(Comparator.comparingLong(RenderPlan::cost).reversed());
    return new RenderPlan(original, LevelsOf.files(original, ordered), ordered, variants);
  }

  private record FileKey(View view, Format format, Encoding encoding) {}

  /// The WebP files that may be animated: all that fit the budget. Of the plain widths, the widest
  /// are dropped first. What these leave is given to the other sizes, the smallest first.
  private static Set<Moving> moving(Picture picture, Recipe recipe, Optional<Focus> focus) {
    if (picture.frames() == 1 || !recipe.animation()) {
      return Set.of();
    }
    AnimationBudget budget = new AnimationBudget(picture.frames());
    budget.grant(files(picture, recipe, focus, /* plain= */ true));
    budget.grant(
        files(picture, recipe, focus, /* plain= */ false)
            .sorted(Comparator.comparingLong(file -> file.view().output().pixels())));
    return budget.granted();
  }

  private static Stream<Moving> files(
      Picture picture, Recipe recipe, Optional<Focus> focus, boolean plain) {
    return recipe.sizes().stream()
        .filter(size -> size.name().isWidth() == plain)
        .filter(size -> recipe.formatsOf(size).all().contains(Format.WEBP))
        .map(size -> {
          View view = View.of(picture.upright(), size, focus);
          Encoding encoding = recipe.formatsOf(size).encoding(Format.WEBP, view.output().width());
          return new Moving(view, encoding.forAnyWidth());
        });
  }

  /// An estimate of encoding time, so that the longest starts first.
  private static long cost(PlannedFile file) {
    long pixels = file.dimensions().pixels() * file.frames();
    int effort = file.encoding().effort();
    return switch (file.format()) {
      case AVIF -> pixels * (4 + 4L * effort) * (file.encoding().hasFullChroma() ? 2 : 1);
      case WEBP -> file.encoding().isLossless() ? pixels * (8 + 4L * effort) : pixels * 4;
      case JPEG -> pixels * 2;
      case PNG -> pixels * (2 + effort);
    };
  }

  /// Leaves out files and the levels that only they need. What is left is made from the same levels
  /// and has the same bytes. The first level always stays: the original is decoded into it, and
  /// attention crops are found on it.
  ///
  /// @param names of the files that stay
  /// @param placeholder whether the placeholder is wanted. If not, [#placeholderLevel] may name
  ///   another level than that of this plan
  /// @return a plan without the other files
  public RenderPlan only(Set<String> names, boolean placeholder) {
    List<PlannedFile> wanted = files.stream().filter(file -> names.contains(file.name())).toList();
    return new RenderPlan(
        original,
        LevelsOf.needed(levels, stays(wanted, placeholder)),
        wanted,
        variants.stream().filter(variant -> names.contains(variant.file().name())).toList());
  }

  private BitSet stays(List<PlannedFile> wanted, boolean placeholder) {
    BitSet stays = new BitSet(levels.size());
    stays.set(0);
    wanted.forEach(file -> stays.set(levelOf(file)));
    if (placeholder) {
      stays.set(placeholderLevel());
    }
    return stays;
  }

  /// @return the level that shows what a file shows. A still file is encoded from it
  public int levelOf(PlannedFile file) {
    for (int i = 0; i < levels.size(); i++) {
      if (levels.get(i).view().equals(file.view())) {
        return i;
      }
    }
    throw new IllegalArgumentException("no level shows " + file.view());
  }

  /// @return the level that the placeholder is made from: the smallest that shows the whole picture
  public int placeholderLevel() {
    int level = 0;
    while (level + 1 < levels.size() && levels.get(level + 1).view().isWhole(original)) {
      level++;
    }
    return level;
  }
}
