package dev.tintype.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.Size;
import dev.tintype.core.json.Json;
import dev.tintype.core.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeBookTest {

  static final String TINY =
      """
      {"name": "tiny", "sizes": [16], "formats": {"jpeg": [{"quality": 70, "effort": 0}]},
       "background": "#ffffff", "animation": false}\
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void theBuiltInRecipesExist() {
    RecipeBook book = RecipeBook.read(Optional.empty());
    assertThat(book.find("default")).isEqualTo(Recipes.DEFAULT);
    assertThat(book.find("fast")).isEqualTo(Recipes.FAST);
  }

  @Test
  void aFileAddsRecipes() throws IOException {
    Path file = folder.resolve("recipes.json");
    Files.writeString(file, "{\"recipes\": [" + TINY + "]}");
    RecipeBook book = RecipeBook.read(Optional.of(file));
    assertThat(book.find("tiny").formats().encodings()).containsOnlyKeys(Format.JPEG);
    assertThat(book.find("fast")).isEqualTo(Recipes.FAST);
  }

  @Test
  void aFileMayHoldASingleRecipe() throws IOException {
    Path file = folder.resolve("tiny.json");
    Files.writeString(file, TINY);
    assertThat(RecipeBook.read(Optional.empty()).find(file.toString()).sizes())
        .containsExactly(Size.ofWidth(16));
  }

  @Test
  void bothSettingsAcceptOneRecipeOrAList() throws IOException {
    for (String text : List.of(TINY, "{\"recipes\": [" + TINY + "]}")) {
      Path file = folder.resolve("one.json");
      Files.writeString(file, text);
      RecipeBook book = RecipeBook.read(Optional.of(file));
      assertThat(book.find("tiny").sizes()).containsExactly(Size.ofWidth(16));
      assertThat(book.find(file.toString())).isEqualTo(book.find("tiny"));
      assertThat(book.standard()).isEqualTo(Recipes.DEFAULT);
    }
  }

  @Test
  void aFileWithSeveralRecipesNamesTheDefault() throws IOException {
    String two = TINY + ", " + TINY.replace("tiny", "other").replace("16", "32");
    Path silent = folder.resolve("silent.json");
    Files.writeString(silent, "{\"recipes\": [" + two + "]}");
    assertThatThrownBy(() -> RecipeBook.read(Optional.empty()).find(silent.toString()))
        .hasMessageContaining("silent.json: it holds tiny, other: write \"default\": \"NAME\"");
    Path file = folder.resolve("said.json");
    Files.writeString(file, "{\"default\": \"other\", \"recipes\": [" + two + "]}");
    RecipeBook book = RecipeBook.read(Optional.of(file));
    assertThat(book.find(file.toString()).sizes()).containsExactly(Size.ofWidth(32));
    assertThat(book.standard().name()).isEqualTo("other");
    assertThat(book.forClients().standard().name()).isEqualTo("other");
    assertThat(book.forClients().recipes())
        .extracting(Recipe::name)
        .containsExactly("other", "default", "fast", "tiny");
  }

  @Test
  void theServersOutputCanBeReadBack() throws IOException {
    ObjectNode printed = Json.object().put("default", "fast");
    ArrayNode all = printed.putArray("recipes");
    for (Recipe recipe : Recipes.builtIn()) {
      all.add(RecipeJson.write(recipe).put("digest", recipe.digest().hex()));
    }
    Path file = folder.resolve("printed.json");
    Files.write(file, Json.bytes(printed));
    assertThat(RecipeBook.read(Optional.of(file)).standard()).isEqualTo(Recipes.FAST);
    assertThat(RecipeBook.read(Optional.empty()).find(file + "")).isEqualTo(Recipes.FAST);
  }

  @Test
  void theExamplesInTheDocumentAreValidRecipes() throws IOException {
    Path document = Path.of(System.getProperty("tintype.root"), "docs", "recipes.md");
    Matcher example = Pattern.compile("(?s)```json\n(.*?)```").matcher(Files.readString(document));
    Files.write(folder.resolve("logo.png"), WatermarkFolderTest.png(9, 9));
    int examples = 0;
    for (; example.find(); examples++) {
      Path file = Files.writeString(folder.resolve("example.json"), example.group(1));
      assertThat(RecipeBook.read(Optional.of(file)).forClients().recipes()).hasSizeGreaterThan(2);
      assertThat(RecipeBook.read(Optional.empty()).find(file.toString())).isNotNull();
    }
    assertThat(examples).isEqualTo(13);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "quality": 70        | "quality": 700      | recipes[0].formats.jpeg[0].quality must be a whole number from 1 to 100, not 700
          "quality": 70        | "quality": 70.5     | recipes[0].formats.jpeg[0].quality must be a whole number from 1 to 100, not 70.5
          "quality": 70        | "quality": "70"     | recipes[0].formats.jpeg[0].quality must be a whole number from 1 to 100, not "70"
          "quality": 70,       | ''                  | recipes[0].formats.jpeg[0].quality is missing
          "effort": 0          | "effort": 3         | recipes[0].formats.jpeg[0].effort must be a whole number from 0 to 2, not 3
          "effort": 0          | "speed": 0          | unknown field recipes[0].formats.jpeg[0].speed; known: [chroma, effort, lossless, quality, upTo]
          "effort": 0          | "effort": 0, "upTo": 0 | recipes[0].formats.jpeg[0].upTo must be a whole number from 1 to 16000, not 0
          "effort": 0          | "effort": 0, "upTo": 9 | recipes[0].formats.jpeg must end with a step without upTo
          "jpeg"               | "bmp"               | unknown field recipes[0].formats.bmp; known: [avif, jpeg, png, webp]
          "jpeg"               | "png"               | recipes[0].formats.png[0].quality has no meaning: png is always lossless
          [{"quality": 70, "effort": 0}] | []        | recipes[0].formats.jpeg must be 1 or more steps
          {"jpeg": [{"quality": 70, "effort": 0}]} | {} | recipes[0].formats must be 1 or more of avif, webp, jpeg and png, not none
          [16]                 | [0]                 | recipes[0].sizes must be an array of whole numbers from 1 to 16000, not 0
          [16]                 | [16001]             | recipes[0].sizes must be an array of whole numbers from 1 to 16000, not 16001
          [16]                 | []                  | recipes[0].sizes must be 1 to 12 entries, not 0
          [16]                 | [1,2,3,4,5,6,7,8,9,10,11,12,13] | recipes[0].sizes must be 1 to 12 entries, not 13
          [16]                 | [16, 8]             | recipes[0].sizes must ascend, each once: 8 stands too late
          [16]                 | 16                  | recipes[0].sizes must be an array, not 16
          "sizes"              | "size"              | unknown field recipes[0].size; known: [animation, background, formats, graphics, name, sizes, watermark]
          #ffffff              | white               | recipes[0].background must be # and six of 0-9 and a-f, not 'white'
          #ffffff              | #FFFFFF             | recipes[0].background must be # and six of 0-9 and a-f, not '#FFFFFF'
          "animation": false   | "animation": 0      | recipes[0].animation must be true or false, not 0
          tiny                 | Tiny Ones           | recipes[0].name must be 1 to 32 of a-z, 0-9 and -, the first no -, not 'Tiny Ones'
          """)
  void theErrorForAWrongFieldListsTheAllowedOnes(String right, String wrong, String message)
      throws IOException {
    assertThat(TINY).contains(right);
    Path file = folder.resolve("wrong.json");
    Files.writeString(file, "{\"recipes\": [" + TINY.replace(right, wrong) + "]}");
    assertThatThrownBy(() -> RecipeBook.read(Optional.of(file)))
        .isInstanceOf(RecipeBook.Unreadable.class)
        .hasMessageContaining("wrong.json: " + message);
    Files.writeString(file, TINY.replace(right, wrong));
    assertThatThrownBy(() -> RecipeBook.read(Optional.empty()).find(file.toString()))
        .hasMessageContaining(message.replace("recipes[0].", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"recipes\": []}",
        "{\"recipes\": {}}",
        "{\"recipes\": null}",
        "{\"recipes\": [1]}",
        "",
        "\u0000",
        "{\"default\": \"tiny\"}"
      })
  void aFileWithoutRecipesIsRefused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("none.json"), text);
    assertThatThrownBy(() -> RecipeBook.read(Optional.of(file)))
        .isInstanceOf(RecipeBook.Unreadable.class);
  }

  @Test
  void aDuplicateNameAndAnUnknownDefaultAreRefused() throws IOException {
    Path file = folder.resolve("twice.json");
    Files.writeString(file, "{\"recipes\": [" + TINY + "," + TINY + "]}");
    assertThatThrownBy(() -> RecipeBook.read(Optional.of(file)))
        .hasMessageContaining("recipes[1].name must be another, since 'tiny' is taken");
    Files.writeString(file, "{\"default\": \"best\", \"recipes\": [" + TINY + "]}");
    assertThatThrownBy(() -> RecipeBook.read(Optional.of(file)))
        .hasMessageContaining("default must be one of default, fast, tiny, not 'best'");
  }

  @Test
  void theErrorForAnUnknownNameListsTheKnownNames() {
    assertThatThrownBy(() -> RecipeBook.read(Optional.empty()).find("best"))
        .hasMessage(
            "No recipe 'best': there are default, fast, or give a file that ends in .json.");
  }

  @Test
  void theErrorNamesAWrongValue() throws IOException {
    Path file = folder.resolve("wrong.json");
    Files.writeString(file, TINY.replace("70", "700"));
    assertThatThrownBy(() -> RecipeBook.read(Optional.empty()).find(file.toString()))
        .isInstanceOf(RecipeBook.Unreadable.class)
        .hasMessageContaining("wrong.json")
        .hasMessageContaining("quality");
  }

  @Test
  void theErrorNamesAMissingFile() {
    assertThatThrownBy(() -> RecipeBook.read(Optional.of(folder.resolve("none.json"))))
        .hasMessageContaining("none.json")
        .hasMessageContaining("no such file");
  }
}
