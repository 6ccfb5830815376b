package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Format;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Flat originals have formats of their own.
final class GraphicsTest {

  private static final Oracle ORACLE = new Oracle();

  private final Darkroom darkroom = new Darkroom();

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  private static byte[] png(Picture picture) {
    return Png.of(Png.Type.RGB).encode(picture);
  }

  @Test
  void aFlatOriginalIsMadeInTheFormatsForGraphics() {
    byte[] palette = Png.of(Png.Type.PALETTE).encode(Graphics.LOGO);
    for (byte[] original : List.of(png(Graphics.LOGO), palette)) {
      var developed = darkroom.develop(original, Graphics.RECIPE);
      assertThat(developed.files())
          .containsOnlyKeys("64.webp", "64.png", "320.webp", "320.png", "card.jpg");
      for (Format format : List.of(Format.WEBP, Format.PNG)) {
        Exactness.assertSame(
            format.id(), Graphics.LOGO, ORACLE.decode(format, developed.variant(320, format)));
      }
    }
  }

  @Test
  void otherOriginalsAreMadeInTheFormatsOfTheRecipe() {
    for (byte[] original :
        List.of(
            png(Picture.scene(180, 120)),
            Jpeg.plain(90).encode(Graphics.LOGO),
            new Gif(70, 0).encode(List.of(Graphics.LOGO, Graphics.LOGO.stored(3))))) {
      assertThat(darkroom.develop(original, Graphics.RECIPE).files())
          .containsOnlyKeys("64.webp", "64.jpg", "320.webp", "320.jpg", "card.jpg");
    }
  }
}
