package dev.tintype.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Limits;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.MalformedJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatermarkFolderTest {

  @TempDir private Path folder = Path.of("");

  static byte[] png(int width, int height) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new java.awt.image.BufferedImage(width, height, 1), "png", out);
    return out.toByteArray();
  }

  private Path recipe(String name, String watermark) throws IOException {
    String json =
        """
        {"name": "%s", "sizes": [{"name": "box", "width": 64, "fit": "inside", "watermark": true}],
         "formats": {"jpeg": [{"quality": 70, "effort": 0}]}, "watermark": %s,
         "background": "#ffffff", "animation": false}\
        """
            .formatted(name, watermark);
    return Files.writeString(folder.resolve(name + ".json"), json);
  }

  private Path stored(byte[] bytes) throws IOException {
    Files.createDirectories(folder.resolve("watermarks"));
    return Files.write(folder.resolve("watermarks").resolve(Sha256.of(bytes).hex()), bytes);
  }

  private static RecipeBook builtIn() {
    return RecipeBook.read(Optional.empty());
  }

  @Test
  void aFileBesideTheRecipeIsUsed() throws IOException {
    byte[] logo = png(9, 9);
    Files.write(folder.resolve("logo.png"), logo);
    Path file = recipe("shop", "{\"file\": \"logo.png\"}");
    RecipeBook.Usable usable = builtIn().usable(Optional.of(file.toString()));
    assertThat(usable.watermark()).hasValue(logo);
    assertThat(usable.recipe().watermark().orElseThrow().image()).isEqualTo(Sha256.of(logo));
    RecipeBook book = RecipeBook.read(Optional.of(file));
    Recipe named = book.usable(Optional.of("shop")).recipe();
    assertThat(named).isEqualTo(usable.recipe());
    assertThat(book.watermarks().content(Sha256.of(logo))).hasValue(logo);
    assertThat(book.usable(Optional.empty()).watermark()).isEmpty();
  }

  @Test
  void aDigestIsLookedForBesideTheRecipe() throws IOException {
    byte[] logo = png(9, 9);
    Path file = recipe("shop", "{\"sha256\": \"" + Sha256.of(logo) + "\"}");
    // It may be stored, which only a server knows.
    assertThat(RecipeBook.read(Optional.of(file)).find("shop").watermark()).isPresent();
    assertThatThrownBy(() -> builtIn().usable(Optional.of(file.toString())))
        .isInstanceOf(RecipeBook.Unreadable.class)
        .hasMessageContaining("watermarks/" + Sha256.of(logo));
    assertThatThrownBy(() -> WatermarkFolder.complete(folder).require(Sha256.of(logo)))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("which does not exist");
    Path stored = stored(logo);
    assertThat(builtIn().usable(Optional.of(file.toString())).watermark()).hasValue(logo);
    Files.write(stored, png(8, 8));
    assertThatThrownBy(() -> WatermarkFolder.complete(folder).require(Sha256.of(logo)))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("which has other bytes");
  }

  @Test
  void whatCannotBeAWatermarkIsNamed() throws IOException {
    Files.write(
        folder.resolve("large.png"), Arrays.copyOf(png(9, 9), Limits.MAX_WATERMARK_BYTES + 9));
    Files.write(folder.resolve("wide.png"), png(4001, 1000));
    Files.writeString(folder.resolve("text.png"), "text");
    WatermarkFolder watermarks = WatermarkFolder.complete(folder);
    assertThatThrownBy(() -> watermarks.digest("none.png"))
        .hasMessage("names " + folder.resolve("none.png") + ", which does not exist");
    assertThatThrownBy(() -> watermarks.digest("large.png"))
        .hasMessageEndingWith("which must have at most 1,048,576 bytes");
    assertThatThrownBy(() -> watermarks.digest("wide.png"))
        .hasMessageEndingWith("which must have 1 to 4,000,000 px, not 4001 × 1000");
    assertThatThrownBy(() -> watermarks.digest("text.png"))
        .hasMessageEndingWith("which must be a PNG or WebP file");
    assertThatThrownBy(() -> watermarks.digest(".")).isInstanceOf(MalformedJson.class);
    assertThatThrownBy(() -> watermarks.digest("a\0b")).isInstanceOf(MalformedJson.class);
  }
}
