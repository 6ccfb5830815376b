package dev.tintype.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphicsFieldTest {

  private static final String RECIPE =
      """
      {"name":"mixed","sizes":[160,{"name":"card","width":90,"height":90,"fit":"cover",\
      "formats":{"jpeg":[{"quality":60,"effort":0}]}}],\
      "formats":{"webp":[{"quality":60,"effort":4}],"jpeg":[{"quality":60,"effort":0}]},%s\
      "background":"#ffffff","animation":false}\
      """;

  private static byte[] file(String graphics) {
    return RECIPE.formatted(graphics).getBytes(StandardCharsets.UTF_8);
  }

  private static Recipe read(String graphics) {
    return RecipeFile.read(file(graphics)).one();
  }

  @Test
  void flatOriginalsHaveFormatsOfTheirOwn() {
    Recipe recipe = read("\"graphics\":{\"png\":[{}]},");
    assertThat(recipe.formatsOf(recipe.sizes().getFirst(), true).all()).containsExactly(Format.PNG);
    assertThat(recipe.formatsOf(recipe.sizes().getFirst(), false).all())
        .containsExactly(Format.WEBP, Format.JPEG);
    assertThat(recipe.formatsOf(recipe.sizes().getLast(), true).all()).containsExactly(Format.JPEG);
    assertThat(recipe.variantCount(true)).isEqualTo(2);
    assertThat(recipe.variantCount()).isEqualTo(3);
    assertThat(RecipeJson.read(Json.parse(Json.bytes(RecipeJson.write(recipe))))).isEqualTo(recipe);
    assertThat(RecipeFile.faults(Json.bytes(RecipeFile.write(List.of(recipe), Optional.empty()))))
        .isEmpty();
  }

  @Test
  void withoutItNothingChanges() {
    Recipe plain = read("");
    assertThat(plain.formatsOf(plain.sizes().getFirst(), true)).isEqualTo(plain.formats());
    assertThat(Json.write(RecipeJson.write(plain))).doesNotContain("graphics");
    assertThat(plain.digest()).isNotEqualTo(read("\"graphics\":{\"png\":[{}]},").digest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | graphics must be 1 or more of avif, webp, jpeg and png, not none",
        "{\"png\":[{\"effort\":10}]} | graphics.png[0].effort must be a whole number from 0 to 9, not 10",
        "{\"webp\":[{\"quality\":0,\"effort\":4}]} | graphics.webp[0].quality must be a whole number from 1 to 100, not 0",
        "{\"gif\":[]} | unknown field graphics.gif; known: [avif, jpeg, png, webp]",
        "{\"png\":[{\"upTo\":9}]} | graphics: formats.png must end with a step without upTo, for all that is wider",
        "[] | graphics must be an object, not []"
      })
  void anErrorNamesFieldAndValue(String graphics, String fault) {
    assertThat(RecipeFile.faults(file("\"graphics\":" + graphics + ","))).containsExactly(fault);
  }
}
