package dev.tintype.core;

import java.util.List;
import java.util.Map;

/// The recipes that come with Tintype; `docs/recipes.md` has the measurements that chose them.
public final class Recipes {

  /// Seven widths, from a thumbnail to a large screen, in px.
  public static final List<Integer> SIZES = List.of(160, 320, 640, 960, 1280, 1920, 2560);

  /// Little CPU: the three formats look alike at SSIMULACRA2 72.
  public static final Recipe FAST =
      new Recipe(
          "fast",
          SIZES,
          Map.of(
              Format.AVIF, List.of(new Encoding(Encoding.ANY_WIDTH, 58, 0)),
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 70, 2)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 71, 1))),
          "#ffffff",
          true);

  /// More CPU for fewer bytes, the same look.
  public static final Recipe DEFAULT =
      new Recipe(
          "default",
          SIZES,
          Map.of(
              Format.AVIF, List.of(new Encoding(Encoding.ANY_WIDTH, 57, 3)),
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 70, 4)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 71, 1))),
          "#ffffff",
          true);

  private Recipes() {}

  /// @return the recipes by name, the default one first
  public static List<Recipe> builtIn() {
    return List.of(DEFAULT, FAST);
  }
}
