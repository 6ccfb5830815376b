package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The focal point of a job reaches the jailed renderer.
final class FocusedRendererTest {

  private static final Recipe AVATAR =
      new Recipe(
          "avatar",
          List.of(
              new Size(new SizeName("avatar"), 100, 100, new Fit.Cover(false, Gravity.CENTRE)),
              new Size(new SizeName("found"), 100, 100, new Fit.Cover(false, new Fit.Attention()))),
          Map.of(Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 90, 0))),
          "#ffffff",
          /* animation= */ false);

  /// Red, then blue, then green, each a third.
  private static final byte[] FLAG =
      Png.of(Png.Type.RGB)
          .encode(
              Picture.paint(
                  300, 100, (x, _) -> x < 100 ? 0xffc02020 : x < 200 ? 0xff2020c0 : 0xff20c020));

  @TempDir private Path folder;

  private static int middle(Rendering rendering) throws IOException {
    assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
    Path file = ((Rendering.Rendered) rendering).files().getFirst().path();
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(100);
    assertThat(image.getHeight()).isEqualTo(100);
    return image.getRGB(50, 50);
  }

  private static boolean mostly(int rgb, int shift) {
    return (rgb >> shift & 0xff) > 120;
  }

  @Test
  void theRendererCropsAroundTheFocalPoint() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.asInService(folder)) {
      assertThat(mostly(middle(renderer.render(FLAG, AVATAR, new Focus(1000, 5000))), 16)).isTrue();
      assertThat(mostly(middle(renderer.render(FLAG, AVATAR, new Focus(9000, 5000))), 8)).isTrue();
      assertThat(mostly(middle(renderer.render(FLAG, AVATAR)), 0)).isTrue();
    }
  }

  /// The worker's plan has one file for both sizes if there is a focal point, and two if not.
  @Test
  void bothSidesMakeTheSamePlan() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.asInService(folder)) {
      assertThat(files(renderer.render(FLAG, AVATAR, new Focus(1000, 5000)))).isEqualTo(1);
      assertThat(files(renderer.render(FLAG, AVATAR))).isEqualTo(2);
    }
  }

  private static long files(Rendering rendering) {
    return ((Rendering.Rendered) rendering)
        .files().stream().map(file -> file.path()).distinct().count();
  }
}
