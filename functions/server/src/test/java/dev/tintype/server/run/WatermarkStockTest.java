package dev.tintype.server.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Fit;
import dev.tintype.core.Gravity;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.Watermark;
import dev.tintype.core.flow.Watermarks;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.server.settings.RecipeBook;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatermarkStockTest {

  private static final byte[] LOGO = "logo".getBytes(UTF_8);
  private static final Recipe MARKED =
      new Recipe(
          "marked",
          List.of(
              new Size(
                  new SizeName("box"),
                  64,
                  64,
                  new Fit.Inside(false),
                  /* sharpen= */ false,
                  Optional.empty(),
                  /* watermark= */ true)),
          Recipes.FAST.formats(),
          "#ffffff",
          /* animation= */ false,
          Optional.of(new Watermark(Sha256.of(LOGO), Gravity.CENTRE, 0, 20, 100)));

  @TempDir private Path folder = Path.of("");

  @Test
  void aWatermarkBesideTheRecipesIsStoredForAllWorkers() {
    Watermarks watermarks = new Watermarks(new MemoryStorage(() -> Instant.EPOCH));
    WatermarkStock stock = new WatermarkStock(watermarks, folder.resolve("part"));
    List<Recipe> recipes = List.of(Recipes.DEFAULT, MARKED);
    assertThatThrownBy(() -> stock.fill(recipes, _ -> Optional.empty()))
        .isInstanceOf(RecipeBook.Unreadable.class)
        .hasMessageContaining("'marked'")
        .hasMessageContaining("watermarks/" + Sha256.of(LOGO));
    stock.fill(recipes, image -> Optional.of(LOGO).filter(logo -> Sha256.of(logo).equals(image)));
    assertThat(watermarks.has(Sha256.of(LOGO))).isTrue();
    // The recipe file may be gone, or may name it by its digest.
    stock.fill(recipes, _ -> Optional.empty());
  }
}
