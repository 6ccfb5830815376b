package dev.tintype.core.recipe;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import java.util.List;
import java.util.Map;

/// The built-in recipes. `docs/recipes.md` has the measurements behind them.
public final class Recipes {

  /// Seven sizes, from a thumbnail to a large screen.
  public static final List<Size> SIZES = Size.widths(160, 320, 640, 960, 1280, 1920, 2560);

  private static final List<Encoding> JPEG =
      List.of(
          upTo(400).quality(60).effort(0),
          upTo(1100).quality(62).effort(0),
          anyWidth().quality(60).effort(0));

  /// Little CPU. The three formats have equal quality: SSIMULACRA2 72.
  public static final Recipe FAST =
      recipe(
          "fast",
          List.of(
              upTo(400).quality(57).effort(3),
              upTo(1100).quality(57).effort(1),
              anyWidth().quality(57).effort(0)),
          List.of(
              upTo(400).quality(68).effort(6),
              upTo(1100).quality(74).effort(4),
              anyWidth().quality(76).effort(2)));

  /// More CPU where it saves bytes, the same look. AVIF's middle step includes 1280 px, which a
  /// phone shows from edge to edge and a laptop in a column of text.
  public static final Recipe DEFAULT =
      recipe(
          "default",
          List.of(
              upTo(400).quality(55).effort(4),
              upTo(1400).quality(57).effort(3),
              anyWidth().quality(57).effort(1)),
          List.of(
              upTo(400).quality(68).effort(6),
              upTo(1100).quality(74).effort(5),
              anyWidth().quality(76).effort(5)));

  private Recipes() {}

  /// @return the recipes by name, the default one first
  public static List<Recipe> builtIn() {
    return List.of(DEFAULT, FAST);
  }

  private static Recipe recipe(String name, List<Encoding> avif, List<Encoding> webp) {
    return new Recipe(
        name,
        SIZES,
        Map.of(Format.AVIF, avif, Format.WEBP, webp, Format.JPEG, JPEG),
        "#ffffff",
        true);
  }

  private static Widths upTo(int px) {
    return new Widths(px);
  }

  private static Widths anyWidth() {
    return new Widths(Encoding.ANY_WIDTH);
  }

  /// The variants that one step of options is for.
  private record Widths(int upToPx) {
    Step quality(int quality) {
      return new Step(upToPx, quality);
    }
  }

  /// A step of options that lacks its effort.
  private record Step(int upToPx, int quality) {
    Encoding effort(int effort) {
      return new Encoding(upToPx, quality, effort);
    }
  }
}
