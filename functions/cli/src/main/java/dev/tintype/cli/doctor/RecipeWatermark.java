package dev.tintype.cli.doctor;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.Watermark;
import dev.tintype.server.settings.RecipeBook;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The watermark of a recipe.
///
/// @param recipe the name of the recipe
/// @param watermark the watermark
/// @param known the recipes, with the pictures of their watermarks
record RecipeWatermark(String recipe, Watermark watermark, RecipeBook known) {

  /// @return the bytes of the picture; absent when it is not beside the recipe file
  Optional<byte[]> content() {
    return known.watermarks().content(watermark.image());
  }

  /// A recipe that needs little time.
  Recipe small() {
    Size size =
        new Size(
            new SizeName("marked"),
            64,
            64,
            new Fit.Inside(false),
            /* sharpen= */ false,
            Optional.empty(),
            /* watermark= */ true);
    Formats formats =
        new Formats(Map.of(Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 60, 0))));
    return new Recipe(
        "marked",
        List.of(size),
        formats,
        "#ffffff",
        /* animation= */ false,
        Optional.of(watermark));
  }
}
