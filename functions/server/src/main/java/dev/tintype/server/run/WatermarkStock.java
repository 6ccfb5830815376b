package dev.tintype.server.run;

import dev.tintype.core.Recipe;
import dev.tintype.core.Watermark;
import dev.tintype.core.flow.Watermarks;
import dev.tintype.server.settings.RecipeBook;
import dev.tintype.server.settings.RecipeBook.WatermarkContents;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Puts the watermarks of the recipes into the storage when a server starts, so that every worker
/// finds them, also after the recipe file or the watermark's file has changed.
///
/// @param watermarks those in the storage
/// @param file a file that nothing else uses
record WatermarkStock(Watermarks watermarks, Path file) {

  /// @param recipes those whose watermarks are needed
  /// @param beside the watermarks beside the recipe file
  /// @throws RecipeBook.Unreadable when a recipe's watermark is neither beside the recipe file nor
  ///   stored
  /// @throws dev.tintype.core.port.StoreUnavailable when the storage or the disk fails
  void fill(List<Recipe> recipes, WatermarkContents beside) {
    for (Recipe recipe : recipes) {
      recipe.watermark().ifPresent(watermark -> fill(recipe, watermark, beside));
    }
  }

  private void fill(Recipe recipe, Watermark watermark, WatermarkContents beside) {
    Optional<byte[]> content = beside.content(watermark.image());
    if (content.isPresent()) {
      watermarks.store(content.get(), file);
    } else if (!watermarks.has(watermark.image())) {
      throw new RecipeBook.Unreadable(
          ("The watermark of recipe '%s' is neither stored nor beside the recipe file: put it there as"
                  + " watermarks/%s.")
              .formatted(recipe.name(), watermark.image()));
    }
  }
}
