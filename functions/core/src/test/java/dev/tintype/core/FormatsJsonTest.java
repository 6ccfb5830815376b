package dev.tintype.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The options of formats in recipes and in single sizes.
final class FormatsJsonTest {

  private static final String RECIPE =
      """
      {"name":"any","sizes":%s,"formats":%s,"background":"#ffffff","animation":false}\
      """;
  private static final String LOGO =
      "{\"name\":\"logo\",\"width\":400,\"height\":200,\"fit\":\"inside\"%s}";
  private static final String EXACT =
      "{\"webp\":[{\"lossless\":true,\"effort\":4}],\"png\":[{\"effort\":9}]}";

  private static Recipe recipe(String sizes, String formats) {
    return RecipeJson.read(Json.parse(RECIPE.formatted(sizes, formats)));
  }

  private static Recipe recipe(String formats) {
    return recipe("[160]", formats);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jpeg\":[{\"quality\":60,\"effort\":0}]}",
        "{\"jpeg\":[{\"quality\":60,\"chroma\":\"4:4:4\",\"effort\":0}]}",
        "{\"avif\":[{\"upTo\":400,\"quality\":60,\"chroma\":\"4:4:4\",\"effort\":0},{\"lossless\":true,\"effort\":3}]}",
        "{\"webp\":[{\"upTo\":400,\"lossless\":true,\"effort\":6},{\"quality\":70,\"effort\":4}]}",
        "{\"jpeg\":[{\"quality\":60,\"effort\":0}],\"png\":[{\"upTo\":9,\"effort\":0},{\"effort\":9}]}"
      })
  void whatIsWrittenIsReadBackEqual(String formats) {
    Recipe read = recipe(formats);
    assertThat(RecipeJson.write(read).get("formats").toString()).isEqualTo(formats);
    assertThat(recipe(RecipeJson.write(read).get("formats").toString())).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"jpeg\":[{\"quality\":60,\"chroma\":\"4:2:0\",\"lossless\":false,\"effort\":0}]} | {\"jpeg\":[{\"quality\":60,\"effort\":0}]}",
        "{\"webp\":[{\"quality\":60,\"chroma\":\"4:2:0\",\"effort\":0}]} | {\"webp\":[{\"quality\":60,\"effort\":0}]}",
        "{\"png\":[{}]} | {\"png\":[{\"effort\":6}]}"
      })
  void aDefaultChangesNoDigest(String written, String expected) {
    assertThat(RecipeJson.write(recipe(written)).get("formats").toString()).isEqualTo(expected);
    assertThat(recipe(written).digest()).isEqualTo(recipe(expected).digest());
  }

  /// Computed from the JSON of the recipe before it had these options.
  @Test
  void aRecipeWithoutTheseOptionsKeepsItsDigest() {
    String before =
        """
        {"animation":false,"background":"#ffffff",\
        "formats":{"jpeg":[{"effort":0,"quality":60}]},"sizes":[160]}\
        """;
    assertThat(recipe("{\"jpeg\":[{\"quality\":60,\"effort\":0}]}").digest())
        .isEqualTo(Sha256.of(before));
  }

  @Test
  void losslessAndChromaChangeTheDigest() {
    assertThat(
            List.of(
                recipe("{\"avif\":[{\"quality\":60,\"effort\":0}]}").digest(),
                recipe("{\"avif\":[{\"quality\":60,\"chroma\":\"4:4:4\",\"effort\":0}]}").digest(),
                recipe("{\"avif\":[{\"lossless\":true,\"effort\":0}]}").digest()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"png\":[{\"quality\":60}]} | formats.png[0].quality has no meaning: png is always lossless",
        "{\"png\":[{\"chroma\":\"4:4:4\"}]} | formats.png[0].chroma has no meaning: png is always lossless",
        "{\"png\":[{\"lossless\":true}]} | formats.png[0].lossless has no meaning: png is always lossless",
        "{\"png\":[{\"effort\":10}]} | formats.png[0].effort must be a whole number from 0 to 9, not 10",
        "{\"png\":[]} | formats.png must be 1 or more steps, not none",
        "{\"png\":[{\"upTo\":9}]} | formats.png must end with a step without upTo",
        "{\"png\":[{\"interlace\":true}]} | unknown field formats.png[0].interlace; known: [chroma, effort, lossless, quality, upTo]",
        "{\"webp\":[{\"lossless\":true,\"quality\":60,\"effort\":1}]} | formats.webp[0].quality has no meaning with lossless",
        "{\"avif\":[{\"lossless\":true,\"chroma\":\"4:4:4\",\"effort\":1}]} | formats.avif[0].chroma has no meaning with lossless",
        "{\"webp\":[{\"lossless\":true}]} | formats.webp[0].effort is missing",
        "{\"webp\":[{\"lossless\":1,\"effort\":1}]} | formats.webp[0].lossless must be true or false, not 1",
        "{\"webp\":[{\"lossless\":false,\"effort\":1}]} | formats.webp[0].quality is missing",
        "{\"webp\":[{\"quality\":60,\"effort\":1,\"chroma\":\"4:4:4\"}]} | formats.webp[0].chroma must be 4:2:0, not 4:4:4: lossy webp stores nothing else",
        "{\"jpeg\":[{\"quality\":60,\"effort\":1,\"chroma\":\"4:2:2\"}]} | formats.jpeg[0].chroma must be 4:2:0 or 4:4:4, not '4:2:2'",
        "{\"jpeg\":[{\"lossless\":true,\"effort\":1}]} | formats.jpeg[0].lossless must be false, not true: jpeg is always lossy",
        "{} | formats must be 1 or more of avif, webp, jpeg and png, not none",
        "{\"gif\":[{}]} | unknown field formats.gif; known: [avif, jpeg, png, webp]"
      })
  void aMistakeIsNamedWithItsFieldAlsoInASize(String formats, String message) {
    assertThatThrownBy(() -> recipe(formats))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining(message);
    String size = LOGO.formatted(",\"formats\":" + formats);
    assertThatThrownBy(() -> recipe("[160," + size + "]", EXACT))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining(message.replace("formats", "sizes[1].formats"));
  }

  @Test
  void aSizeMayHaveItsOwnFormats() {
    String logo = LOGO.formatted(",\"sharpen\":true,\"formats\":" + EXACT);
    Recipe recipe = recipe("[160,320," + logo + "]", "{\"jpeg\":[{\"quality\":60,\"effort\":0}]}");
    assertThat(recipe.variantCount()).isEqualTo(4);
    assertThat(recipe.formatsOf(recipe.sizes().get(0)).all()).containsExactly(Format.JPEG);
    assertThat(recipe.formatsOf(recipe.sizes().get(2)).all())
        .containsExactly(Format.WEBP, Format.PNG);
    assertThat(RecipeJson.write(recipe).get("sizes").get(2).toString()).isEqualTo(logo);
    assertThat(RecipeJson.read(Json.parse(Json.write(RecipeJson.write(recipe))))).isEqualTo(recipe);
  }

  @Test
  void everyWidthOfARatioHasTheFormats() {
    String card =
        "{\"name\":\"card\",\"ratio\":\"16:9\",\"widths\":[320,640],\"sharpen\":true,\"formats\":%s}"
            .formatted(EXACT);
    Recipe recipe = recipe("[" + card + "]", EXACT);
    assertThat(recipe.sizes()).allMatch(Size::sharpen).allMatch(size -> size.formats().isPresent());
    assertThat(recipe.variantCount()).isEqualTo(4);
  }

  @Test
  void whereEverySizeHasFormatsTheRecipeNeedsNone() {
    String logo = LOGO.formatted(",\"formats\":" + EXACT);
    String json =
        "{\"name\":\"logo\",\"sizes\":[%s],\"background\":\"#ffffff\",\"animation\":false}";
    Recipe recipe = RecipeJson.read(Json.parse(json.formatted(logo)));
    assertThat(RecipeJson.write(recipe).toString()).isEqualTo(json.formatted(logo));
    assertThat(recipe.variantCount()).isEqualTo(2);
    assertThatThrownBy(() -> RecipeJson.read(Json.parse(json.formatted("160," + logo))))
        .isInstanceOf(MalformedJson.class)
        .hasMessage("formats is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sharpen\":1 | sizes[0].sharpen must be true or false, not 1",
        "\"formats\":[] | sizes[0].formats must be an object, not []"
      })
  void aMistakeInASizeIsNamed(String field, String message) {
    assertThatThrownBy(() -> recipe("[" + LOGO.formatted("," + field) + "]", EXACT))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatIsNotSharpenedIsWrittenWithoutTheField() {
    String logo = LOGO.formatted("");
    assertThat(
            RecipeJson.write(recipe("[" + LOGO.formatted(",\"sharpen\":false") + "]", EXACT))
                .get("sizes")
                .toString())
        .isEqualTo("[" + logo + "]");
  }

  @Test
  void valuesAreCheckedWithoutJsonToo() {
    assertThatThrownBy(() -> new Formats(Map.of(Format.PNG, List.of(new Encoding(1, 50, 0)))))
        .hasMessageContaining("formats.png.quality has no meaning");
    assertThatThrownBy(() ->
            new Formats(Map.of(Format.WEBP, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 7)))))
        .hasMessageContaining("formats.webp.effort must be 0 to 6, not 7");
    assertThatThrownBy(() ->
            new Size(
                new SizeName("a"),
                9,
                9,
                new Fit.Inside(false),
                false,
                java.util.Optional.of(Formats.NONE)))
        .hasMessageContaining("formats must be 1 or more");
  }
}
