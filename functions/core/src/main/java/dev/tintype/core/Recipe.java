package dev.tintype.core;

import dev.tintype.core.json.CanonicalJson;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which sizes and formats to make, with encoder options. Its digest, without the name, is part of
/// every version. Immutable.
///
/// @param name what clients ask for: 1 to 32 of `a-z 0-9 -`
/// @param sizes 1 to 12 with different names; each plain width is wider than the one before
/// @param formats what every size is made in that has no formats of its own; none if all have
/// @param background what JPEG puts behind transparent pixels, as `#rrggbb`
/// @param animation whether animated originals stay animated where the format can
/// @param watermark what the sizes show that name it; absent exactly when none does
/// @param graphics what flat originals are made in instead of `formats`; absent for the same
public record Recipe(
    String name,
    List<Size> sizes,
    Formats formats,
    String background,
    boolean animation,
    Optional<Watermark> watermark,
    Optional<Formats> graphics) {

  private static final int MOST_SIZES = 12;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final Pattern COLOR = Pattern.compile("#[0-9a-f]{6}");

  /// @throws IllegalArgumentException when a value is out of its range, with what is allowed
  public Recipe {
    require(
        NAME.matcher(name).matches(),
        "name must be 1 to 32 of a-z, 0-9 and -, the first no -, not '" + name + "'");
    sizes = List.copyOf(sizes);
    checked(sizes);
    if (sizes.stream().anyMatch(size -> size.formats().isEmpty())) {
      formats.notNone();
    }
    require(
        COLOR.matcher(background).matches(),
        "background must be # and six of 0-9 and a-f, not '" + background + "'");
    checked(sizes, watermark);
    graphics.ifPresent(Recipe::checked);
  }

  /// A recipe without formats for flat originals.
  ///
  /// @throws IllegalArgumentException when a value is out of its range, with what is allowed
  public Recipe(
      String name,
      List<Size> sizes,
      Formats formats,
      String background,
      boolean animation,
      Optional<Watermark> watermark) {
    this(name, sizes, formats, background, animation, watermark, Optional.empty());
  }

  /// A recipe without a watermark.
  ///
  /// @throws IllegalArgumentException when a value is out of its range, with what is allowed
  public Recipe(
      String name, List<Size> sizes, Formats formats, String background, boolean animation) {
    this(name, sizes, formats, background, animation, Optional.empty());
  }

  /// A recipe whose formats are given as a map.
  ///
  /// @throws IllegalArgumentException when a value is out of its range, with what is allowed
  public Recipe(
      String name,
      List<Size> sizes,
      Map<Format, List<Encoding>> formats,
      String background,
      boolean animation) {
    this(name, sizes, new Formats(formats), background, animation);
  }

  private static void checked(List<Size> sizes) {
    require(
        !sizes.isEmpty() && sizes.size() <= MOST_SIZES,
        "sizes must be 1 to " + MOST_SIZES + " entries, not " + sizes.size());
    List<Size> widths = sizes.stream().filter(size -> size.name().isWidth()).toList();
    for (int i = 1; i < widths.size(); i++) {
      require(
          widths.get(i).widthPx() > widths.get(i - 1).widthPx(),
          "sizes must ascend, each once: " + widths.get(i) + " stands too late");
    }
    Set<SizeName> names = new HashSet<>();
    sizes.forEach(size ->
        require(
            names.add(size.name()),
            "sizes must have different names: " + size + " is there twice"));
  }

  private static void checked(Formats graphics) {
    require(
        !graphics.all().isEmpty(),
        "graphics must be 1 or more of avif, webp, jpeg and png, not none");
  }

  private static void checked(List<Size> sizes, Optional<Watermark> watermark) {
    Optional<Size> marked = sizes.stream().filter(Size::watermark).findFirst();
    require(
        watermark.isPresent() || marked.isEmpty(),
        "watermark is missing: size " + marked.map(Size::toString).orElse("") + " names it");
    require(
        watermark.isEmpty() || marked.isPresent(),
        "watermark has no meaning: no size has \"watermark\": true");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /// @return this recipe with another name
  public Recipe named(String other) {
    return new Recipe(other, sizes, formats, background, animation, watermark, graphics);
  }

  /// @return what a size of this recipe is made in, of an original that is not flat: its own
  ///   formats, else the recipe's
  public Formats formatsOf(Size size) {
    return formatsOf(size, /* flat= */ false);
  }

  /// @param flat whether the original is flat
  /// @return what a size of this recipe is made in: its own formats, else the recipe's for such
  ///   originals
  public Formats formatsOf(Size size, boolean flat) {
    return size.formats().orElseGet(() -> flat ? graphics.orElse(formats) : formats);
  }

  /// @return what a size of this recipe shows over the picture
  public Optional<Watermark> watermarkOf(Size size) {
    return watermark.filter(_ -> size.watermark());
  }

  /// @return how many variants an image has under this recipe if it is not flat: over its sizes,
  ///   the formats of each
  public int variantCount() {
    return variantCount(/* flat= */ false);
  }

  /// @param flat whether the original is flat
  /// @return how many variants such an image has under this recipe
  public int variantCount(boolean flat) {
    return sizes.stream().mapToInt(size -> formatsOf(size, flat).all().size()).sum();
  }

  /// @return whether a size shows another part of an image that has a focal point
  public boolean cropsByFocus() {
    return sizes.stream().anyMatch(Size::cropsByFocus);
  }

  /// @return SHA-256 of the canonical JSON (RFC 8785) of all but the name
  public Sha256 digest() {
    var tree = RecipeJson.write(this);
    tree.remove("name");
    return Sha256.of(CanonicalJson.of(tree));
  }
}
