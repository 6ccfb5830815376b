package dev.tintype.core;

import java.util.List;
import java.util.Map;

/// The built-in recipes. `docs/recipes.md` has the measurements behind them.
public final class Recipes {

  /// Seven widths, from a thumbnail to a large screen, in px.
  public static final List<Integer> SIZES = List.of(160, 320, 640, 960, 1280, 1920, 2560);

  /// Options for widths up to 320 px, up to 960 px and above.
  private static final int SMALL = 400;

  private static final int MEDIUM = 1100;

  /// Up to 1280 px: the full width of a phone, or a column of text on a laptop.
  private static final int LARGE = 1400;

  /// Little CPU. The three formats have equal quality: SSIMULACRA2 72.
  public static final Recipe FAST =
      recipe(
          "fast",
          steps(MEDIUM, 57, 3, 57, 1, 57, 0),
          steps(MEDIUM, 68, 6, 74, 4, 76, 2),
          steps(MEDIUM, 60, 0, 62, 0, 60, 0));

  /// More CPU where it saves bytes, at the same quality.
  public static final Recipe DEFAULT =
      recipe(
          "default",
          steps(LARGE, 55, 4, 57, 3, 57, 1),
          steps(MEDIUM, 68, 6, 74, 5, 76, 5),
          steps(MEDIUM, 60, 0, 62, 0, 60, 0));

  private Recipes() {}

  /// @return the recipes by name, the default one first
  public static List<Recipe> builtIn() {
    return List.of(DEFAULT, FAST);
  }

  private static Recipe recipe(
      String name, List<Encoding> avif, List<Encoding> webp, List<Encoding> jpeg) {
    return new Recipe(
        name,
        SIZES,
        Map.of(Format.AVIF, avif, Format.WEBP, webp, Format.JPEG, jpeg),
        "#ffffff",
        true);
  }

  private static List<Encoding> steps(
      int medium,
      int smallQuality,
      int smallEffort,
      int mediumQuality,
      int mediumEffort,
      int quality,
      int effort) {
    return List.of(
        new Encoding(SMALL, smallQuality, smallEffort),
        new Encoding(medium, mediumQuality, mediumEffort),
        new Encoding(Encoding.ANY_WIDTH, quality, effort));
  }
}
