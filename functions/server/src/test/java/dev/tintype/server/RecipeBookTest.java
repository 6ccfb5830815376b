package dev.tintype.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Format;
import dev.tintype.core.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeBookTest {

  static final String TINY =
      """
      {"name": "tiny", "sizes": [16], "formats": {"jpeg": [{"quality": 70, "effort": 0}]},
       "background": "#ffffff", "animation": false}\
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void theBuiltInRecipesAreThere() {
    RecipeBook book = RecipeBook.read(Optional.empty());
    assertThat(book.find("default")).isEqualTo(Recipes.DEFAULT);
    assertThat(book.find("fast")).isEqualTo(Recipes.FAST);
  }

  @Test
  void aFileAddsRecipes() throws IOException {
    Path file = folder.resolve("recipes.json");
    Files.writeString(file, "{\"recipes\": [" + TINY + "]}");
    RecipeBook book = RecipeBook.read(Optional.of(file));
    assertThat(book.find("tiny").formats()).containsOnlyKeys(Format.JPEG);
    assertThat(book.find("fast")).isEqualTo(Recipes.FAST);
  }

  @Test
  void aFileMayHoldTheRecipeItself() throws IOException {
    Path file = folder.resolve("tiny.json");
    Files.writeString(file, TINY);
    assertThat(RecipeBook.read(Optional.empty()).find(file.toString()).sizes()).containsExactly(16);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNamesThereAre() {
    assertThatThrownBy(() -> RecipeBook.read(Optional.empty()).find("best"))
        .hasMessage(
            "No recipe 'best': there are default, fast, or give a file that ends in .json.");
  }

  @Test
  void aWrongValueIsNamed() throws IOException {
    Path file = folder.resolve("wrong.json");
    Files.writeString(file, TINY.replace("70", "700"));
    assertThatThrownBy(() -> RecipeBook.read(Optional.empty()).find(file.toString()))
        .isInstanceOf(RecipeBook.Unreadable.class)
        .hasMessageContaining("wrong.json")
        .hasMessageContaining("quality");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> RecipeBook.read(Optional.of(folder.resolve("none.json"))))
        .hasMessageContaining("none.json")
        .hasMessageContaining("no such file");
  }
}
