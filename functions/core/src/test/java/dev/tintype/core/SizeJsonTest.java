package dev.tintype.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeJsonTest {

  private static final String RECIPE =
      """
      {"name":"any","sizes":%s,"formats":{"jpeg":[{"quality":60,"effort":0}]},\
      "background":"#ffffff","animation":false}\
      """;

  private static Recipe recipe(String sizes) {
    return RecipeJson.read(Json.parse(RECIPE.formatted(sizes)));
  }

  private static String written(String sizes) {
    return RecipeJson.write(recipe(sizes)).get("sizes").toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[160,320]",
        "[{\"name\":\"avatar\",\"width\":300,\"height\":300,\"fit\":\"cover\"}]",
        "[160,{\"name\":\"card\",\"width\":1200,\"height\":630,\"fit\":\"cover\",\"gravity\":\"north-east\",\"enlarge\":true},320]",
        "[{\"name\":\"logo\",\"width\":400,\"height\":200,\"fit\":\"contain\",\"gravity\":\"west\",\"padding\":\"transparent\"}]",
        "[{\"name\":\"face\",\"width\":300,\"height\":300,\"fit\":\"cover\",\"gravity\":\"attention\"}]",
        "[{\"name\":\"box\",\"width\":400,\"height\":200,\"fit\":\"inside\"}]"
      })
  void whatIsWrittenIsReadBackEqual(String sizes) {
    assertThat(written(sizes)).isEqualTo(sizes);
    assertThat(recipe(written(sizes))).isEqualTo(recipe(sizes));
  }

  @Test
  void whatHasItsDefaultIsLeftOut() {
    assertThat(
            written(
                """
                [{"name":"a","width":9,"height":8,"fit":"contain","gravity":"centre",\
                "padding":"background","enlarge":false}]\
                """))
        .isEqualTo("[{\"name\":\"a\",\"width\":9,\"height\":8,\"fit\":\"contain\"}]");
  }

  @Test
  void aRatioStandsForOneSizePerWidth() {
    List<Size> sizes =
        recipe(
                "[{\"name\":\"card\",\"ratio\":\"16:9\",\"widths\":[320,1000],\"gravity\":\"north\"}]")
            .sizes();
    assertThat(sizes)
        .containsExactly(
            new Size(new SizeName("card-320"), 320, 180, new Fit.Cover(false, Gravity.NORTH)),
            new Size(new SizeName("card-1000"), 1000, 563, new Fit.Cover(false, Gravity.NORTH)));
  }

  @Test
  void insideNeedsNoHeight() {
    assertThat(
            recipe("[{\"name\":\"hero\",\"width\":1600,\"fit\":\"inside\",\"enlarge\":true}]")
                .sizes())
        .containsExactly(
            new Size(new SizeName("hero"), 1600, Size.tallest(1600), new Fit.Inside(true)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\",\"width\":9,\"height\":9} | sizes[0].fit must be inside, cover or contain, not ''",
        "{\"name\":\"a\",\"width\":9,\"fit\":\"cover\"} | sizes[0].height is missing",
        "{\"name\":\"a\",\"width\":9,\"height\":9,\"fit\":\"crop\"} | sizes[0].fit must be inside, cover or contain, not 'crop'",
        "{\"name\":\"a\",\"width\":9,\"height\":9,\"fit\":\"cover\",\"gravity\":\"up\"} | sizes[0].gravity must be one of centre, north",
        "{\"name\":\"a\",\"width\":9,\"height\":9,\"fit\":\"cover\",\"padding\":\"background\"} | sizes[0].padding has no meaning with fit cover",
        "{\"name\":\"a\",\"width\":9,\"height\":9,\"fit\":\"inside\",\"gravity\":\"north\"} | sizes[0].gravity has no meaning with fit inside",
        "{\"name\":\"a\",\"width\":9,\"height\":9,\"fit\":\"contain\",\"gravity\":\"attention\"} | sizes[0].gravity attention has no meaning with fit contain, which cuts nothing off",
        "{\"name\":\"a\",\"width\":9,\"height\":9,\"fit\":\"inside\",\"gravity\":\"attention\"} | sizes[0].gravity has no meaning with fit inside",
        "{\"name\":\"a\",\"width\":9,\"height\":9,\"fit\":\"cover\",\"gravity\":\"focus\"} | north-west, attention, not 'focus'",
        "{\"name\":\"A\",\"width\":9,\"height\":9,\"fit\":\"cover\"} | sizes must have names of 1 to 32",
        "{\"name\":\"300\",\"width\":300,\"height\":300,\"fit\":\"cover\"} | sizes that are no plain width must have a name that is no number",
        "{\"name\":\"a\",\"width\":16000,\"height\":1001,\"fit\":\"cover\"} | sizes must have at most 16,000,000 px",
        "{\"name\":\"a\",\"ratio\":\"16/9\",\"widths\":[9]} | sizes[0].ratio must be like 16:9",
        "{\"name\":\"a\",\"ratio\":\"16:9\",\"widths\":[]} | sizes[0].widths must be 1 or more",
        "{\"name\":\"a\",\"ratio\":\"1:99999\",\"widths\":[99]} | sizes must have a height from 1 to 16000 px",
        "{\"name\":\"a\",\"width\":9,\"height\":9,\"fit\":\"cover\",\"colour\":1} | unknown field sizes[0].colour",
        "\"large\" | sizes must be an array of whole numbers from 1 to 16000"
      })
  void aMistakeIsNamedWithItsField(String size, String message) {
    assertThatThrownBy(() -> recipe("[" + size + "]"))
        .isInstanceOf(dev.tintype.core.json.MalformedJson.class)
        .hasMessageContaining(message);
  }

  @Test
  void twoSizesCannotHaveOneName() {
    String size = "{\"name\":\"a\",\"width\":9,\"height\":9,\"fit\":\"cover\"}";
    assertThatThrownBy(() -> recipe("[" + size + "," + size + "]"))
        .hasMessageContaining("sizes must have different names: a is there twice");
  }

  @Test
  void theSizeOfAVariantIsANumberOrAName() {
    var json = Json.object();
    SizeJson.write(SizeName.ofWidth(320), json);
    assertThat(json.toString()).isEqualTo("{\"size\":320}");
    assertThat(SizeJson.name(new JsonObject("", json))).isEqualTo(SizeName.ofWidth(320));
    SizeJson.write(new SizeName("card"), json);
    assertThat(json.toString()).isEqualTo("{\"size\":\"card\"}");
    assertThat(SizeJson.name(new JsonObject("", json))).isEqualTo(new SizeName("card"));
    assertThatThrownBy(() -> SizeJson.name(new JsonObject("", json.put("size", "320"))))
        .hasMessageContaining("size must be a number");
  }
}
