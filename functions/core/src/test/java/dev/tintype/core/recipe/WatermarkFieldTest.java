package dev.tintype.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Gravity;
import dev.tintype.core.Limits;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.Sha256;
import dev.tintype.core.Watermark;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatermarkFieldTest {

  private static final String RECIPE =
      """
      {"name":"shop","sizes":[160,{"name":"large","width":960,"fit":"inside"%s}],\
      "formats":{"jpeg":[{"quality":60,"effort":0}]},"background":"#ffffff","animation":false%s}\
      """;
  private static final Sha256 LOGO = Sha256.of("logo");

  /// One file, `logo.png`.
  private static final WatermarkFiles FILES =
      new WatermarkFiles() {
        @Override
        public Sha256 digest(String name) {
          if (!name.equals("logo.png")) {
            throw new MalformedJson("names " + name + ", which does not exist");
          }
          return LOGO;
        }

        @Override
        public void require(Sha256 image) {
          if (!image.equals(LOGO)) {
            throw new MalformedJson("names a file that does not exist");
          }
        }
      };

  private static byte[] file(String ofSize, String ofRecipe) {
    return RECIPE.formatted(ofSize, ofRecipe).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] marked(String watermark) {
    return file(",\"watermark\":true", ",\"watermark\":" + watermark);
  }

  private static Recipe read(byte[] file) {
    return RecipeFile.read(file, FILES).one();
  }

  @Test
  void aFileIsKeptByItsDigest() {
    Recipe recipe = read(marked("{\"file\":\"logo.png\"}"));
    assertThat(recipe.watermark()).contains(new Watermark(LOGO, Gravity.SOUTH_EAST, 3, 20, 100));
    assertThat(Json.write(RecipeJson.write(recipe)))
        .contains(
            "\"watermark\":{\"sha256\":\""
                + LOGO
                + "\",\"gravity\":\"south-east\",\"margin\":3,\"width\":20,\"opacity\":100}");
    assertThat(recipe.watermarkOf(recipe.sizes().getFirst())).isEmpty();
    assertThat(recipe.watermarkOf(recipe.sizes().getLast())).isPresent();
  }

  @Test
  void whatIsShownCanBeReadBack() {
    Recipe recipe =
        read(
            marked(
                "{\"file\":\"logo.png\",\"gravity\":\"north\",\"margin\":0,\"width\":100,\"opacity\":40}"));
    byte[] shown = Json.bytes(RecipeFile.write(List.of(recipe), Optional.empty()));
    assertThat(RecipeFile.read(shown, FILES).one()).isEqualTo(recipe);
    assertThat(RecipeFile.faults(shown, FILES)).isEmpty();
    assertThat(recipe.digest()).isNotEqualTo(read(marked("{\"file\":\"logo.png\"}")).digest());
  }

  @Test
  void aRecipeWithoutAWatermarkKeepsItsJson() {
    assertThat(Json.write(RecipeJson.write(read(file("", ""))))).doesNotContain("watermark");
    assertThat(read(file(",\"watermark\":false", "")).digest())
        .isEqualTo(read(file("", "")).digest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"file\":\"other.png\"} | watermark.file names other.png, which does not exist",
        "{\"file\":5} | watermark.file must be a string, not 5",
        "{} | watermark.sha256 is missing",
        "{\"sha256\":\"ab\"} | watermark.sha256 must be 64 lowercase hex digits, not 'ab'",
        "{\"file\":\"logo.png\",\"sha256\":\"ab\"} | watermark.sha256 has no meaning beside file",
        "{\"file\":\"logo.png\",\"margin\":41} | watermark.margin must be a whole number from 0 to 40, not 41",
        "{\"file\":\"logo.png\",\"width\":0} | watermark.width must be a whole number from 1 to 100, not 0",
        "{\"file\":\"logo.png\",\"opacity\":0.5} | watermark.opacity must be a whole number from 1 to 100, not 0.5",
        "{\"file\":\"logo.png\",\"gravity\":\"attention\"} | watermark.gravity must be one of centre, north, north-east, east, south-east, south, south-west, west, north-west, not 'attention'",
        "{\"file\":\"logo.png\",\"colour\":1} | unknown field watermark.colour; known: [gravity, margin, opacity, sha256, width]",
        "\"logo.png\" | watermark must be an object, not \"logo.png\""
      })
  void anErrorNamesFieldAndValue(String watermark, String fault) {
    assertThat(RecipeFile.faults(marked(watermark), FILES)).containsExactly(fault);
    assertThatThrownBy(() -> read(marked(watermark)))
        .isInstanceOf(MalformedJson.class)
        .hasMessage(fault);
  }

  @Test
  void everyErrorIsListed() {
    String two =
        "{\"file\":\"other.png\",\"margin\":41,\"opacity\":0}"
            .replace("\"other.png\"", "\"no.png\"");
    assertThat(RecipeFile.faults(marked(two), FILES))
        .containsExactly(
            "watermark.file names no.png, which does not exist",
            "watermark.margin must be a whole number from 0 to 40, not 41",
            "watermark.opacity must be a whole number from 1 to 100, not 0");
  }

  @Test
  void aWatermarkAndASizeThatNamesItGoTogether() {
    assertThat(RecipeFile.faults(file(",\"watermark\":true", ""), FILES))
        .containsExactly("watermark is missing: size large names it");
    assertThat(RecipeFile.faults(file("", ",\"watermark\":{\"file\":\"logo.png\"}"), FILES))
        .containsExactly("watermark has no meaning: no size has \"watermark\": true");
  }

  @Test
  void withoutAFolderOnlyADigestHasAMeaning() {
    assertThat(RecipeFile.faults(marked("{\"file\":\"logo.png\"}")))
        .singleElement()
        .asString()
        .startsWith("watermark.file has no meaning here");
    assertThat(RecipeFile.read(marked("{\"sha256\":\"" + LOGO + "\"}")).one().watermark())
        .isPresent();
  }

  private static byte[] png(int width, int height) {
    return ByteBuffer.allocate(64)
        .putLong(0x89504e470d0a1a0aL)
        .putInt(13)
        .putInt(0x49484452)
        .putInt(width)
        .putInt(height)
        .array();
  }

  private static byte[] webp(String chunk, int... from20) {
    byte[] file = new byte[64];
    byte[] head = ("RIFF    WEBP" + chunk).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(head, 0, file, 0, head.length);
    for (int i = 0; i < from20.length; i++) {
      file[20 + i] = (byte) from20[i];
    }
    return file;
  }

  @Test
  void aFileIsJudgedByItsHeader() {
    assertThat(WatermarkImage.fault(png(2000, 2000))).isEmpty();
    assertThat(WatermarkImage.fault(png(2001, 2000)))
        .contains("must have 1 to 4,000,000 px, not 2001 × 2000");
    assertThat(WatermarkImage.fault(png(-1, -1))).isPresent();
    assertThat(WatermarkImage.fault(png(0, 5))).isPresent();
    assertThat(WatermarkImage.fault(webp("VP8X", 0, 0, 0, 0, 0xcf, 7, 0, 0xcf, 7, 0))).isEmpty();
    assertThat(WatermarkImage.fault(webp("VP8X", 0, 0, 0, 0, 0xd0, 7, 0, 0xcf, 7, 0)))
        .contains("must have 1 to 4,000,000 px, not 2001 × 2000");
    assertThat(WatermarkImage.fault(webp("VP8L", 0x2f, 0xcf, 0xc7, 0xf3, 1))).isEmpty();
    assertThat(WatermarkImage.fault(webp("VP8 ", 0, 0, 0, 0x9d, 1, 0x2a, 0xff, 0x3f, 0xff, 0x3f)))
        .contains("must have 1 to 4,000,000 px, not 16383 × 16383");
    assertThat(WatermarkImage.fault(Arrays.copyOf(png(9, 9), 18)))
        .contains("must be a whole PNG or WebP file: it ends too early");
    assertThat(WatermarkImage.fault("<svg/>".getBytes(StandardCharsets.UTF_8)))
        .contains("must be a PNG or WebP file");
    assertThat(WatermarkImage.fault(Arrays.copyOf(png(9, 9), Limits.MAX_WATERMARK_BYTES + 1)))
        .contains("must have at most 1,048,576 bytes");
  }
}
