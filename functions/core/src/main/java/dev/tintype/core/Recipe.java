package dev.tintype.core;

import dev.tintype.core.json.CanonicalJson;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Which sizes and formats to make, with encoder options. Its digest, without the name, is part of
/// every version. Immutable.
///
/// @param name what clients ask for: 1 to 32 of `a-z 0-9 -`
/// @param sizes 1 to 12 with different names; each plain width is wider than the one before
/// @param formats for each format its options by width: ascending, the last one for any width
/// @param background what JPEG puts behind transparent pixels, as `#rrggbb`
/// @param animation whether animated originals stay animated where the format can
public record Recipe(
    String name,
    List<Size> sizes,
    Map<Format, List<Encoding>> formats,
    String background,
    boolean animation) {

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
    require(!formats.isEmpty(), "formats must be 1 to 3 of avif, webp and jpeg, not none");
    EnumMap<Format, List<Encoding>> copy = new EnumMap<>(Format.class);
    formats.forEach((format, encodings) -> copy.put(format, checked(format, encodings)));
    formats = Collections.unmodifiableMap(copy);
    require(
        COLOR.matcher(background).matches(),
        "background must be # and six of 0-9 and a-f, not '" + background + "'");
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

  private static List<Encoding> checked(Format format, List<Encoding> encodings) {
    String field = "formats." + format.id();
    require(!encodings.isEmpty(), field + " must be 1 or more steps, not none");
    for (int i = 0; i < encodings.size(); i++) {
      Encoding encoding = encodings.get(i);
      require(
          encoding.effort() <= Encoding.maxEffort(format),
          "%s.effort must be 0 to %d, not %d"
              .formatted(field, Encoding.maxEffort(format), encoding.effort()));
      require(
          i == 0 || encoding.upToPx() > encodings.get(i - 1).upToPx(),
          field + " must have steps that ascend by upTo, the one without upTo last");
    }
    require(
        encodings.getLast().upToPx() == Encoding.ANY_WIDTH,
        field + " must end with a step without upTo, for all that is wider");
    return List.copyOf(encodings);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /// @return the options for a variant of this width in px
  /// @throws IllegalArgumentException when the recipe does not make the format
  public Encoding encoding(Format format, int widthPx) {
    List<Encoding> encodings = formats.get(format);
    if (encodings == null) {
      throw new IllegalArgumentException("recipe " + name + " makes no " + format.id());
    }
    return encodings.stream().filter(e -> widthPx <= e.upToPx()).findFirst().orElseThrow();
  }

  /// @return how many variants every image has under this recipe
  public int variantCount() {
    return sizes.size() * formats.size();
  }

  /// @return whether a size shows another part of an image that has a focal point
  public boolean cropsByFocus() {
    return sizes.stream()
        .anyMatch(
            size -> size.fit() instanceof Fit.Cover cover && cover.gravity().givesWayToFocus());
  }

  /// @return SHA-256 of the canonical JSON (RFC 8785) of all but the name
  public Sha256 digest() {
    var tree = RecipeJson.write(this);
    tree.remove("name");
    return Sha256.of(CanonicalJson.of(tree));
  }
}
