package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PNG, lossless formats, full colour detail and sharpening, made by a renderer in the full jail.
final class OutputOptionsTest {

  private static final Map<Format, List<Encoding>> EXACT =
      Map.of(
          Format.AVIF, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 0)),
          Format.WEBP, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 4)),
          Format.JPEG,
              List.of(
                  new Encoding(
                      Encoding.ANY_WIDTH, new Encoding.Lossy(80, Encoding.Chroma.FULL), 0)),
          Format.PNG, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 6)));
  private static final Recipe RECIPE =
      new Recipe(
          "exact",
          List.of(
              Size.ofWidth(80),
              new Size(
                  new SizeName("sharp"), 60, 60, new Fit.Inside(false), true, Optional.empty())),
          EXACT,
          "#ffffff",
          /* animation= */ true);

  @TempDir private Path folder;

  @Test
  void theJailAllowsThem() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"))) {
      for (Picture picture :
          List.of(
              Picture.scene(300, 200),
              Picture.glass(300, 200),
              Picture.paint(300, 200, (x, y) -> x / 100 % 2 == 0 ? 0xff204080 : 0))) {
        Rendering rendering = renderer.render(Png.of(Png.Type.RGBA).encode(picture), RECIPE);
        assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
        assertThat(((Rendering.Rendered) rendering).manifest().variants())
            .extracting(Variant::url)
            .extracting(url -> url.substring(url.lastIndexOf('/') + 1))
            .containsExactly(
                "80.avif",
                "80.webp",
                "80.jpg",
                "80.png",
                "sharp.avif",
                "sharp.webp",
                "sharp.jpg",
                "sharp.png");
      }
    }
  }
}
