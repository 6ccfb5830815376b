package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.render.golden.Darkroom;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.VipsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An animation whose frames together have more bytes than libvips keeps in memory unless it is
/// told to. The jail has no file for them.
final class LargeAnimationTest {

  private static final int FRAMES = 40;

  private static final Recipe RECIPE =
      new Recipe(
          "small",
          Size.widths(100),
          Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 60, 0))),
          "#ffffff",
          /* animation= */ true);

  @TempDir private Path folder;

  @Test
  void theJailRendersIt() throws Exception {
    List<Picture> pictures =
        List.of(Picture.plain(1000, 1000, 0xffc02030), Picture.plain(1000, 1000, 0xff2040c0));
    List<Picture> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      frames.add(pictures.get(i % 2));
    }
    int[] delays = new int[FRAMES];
    Arrays.fill(delays, 40);
    byte[] webp = new VipsWriter(Darkroom.VIPS).webp(frames, delays, 0, 1);
    try (TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"))) {
      Rendering rendering = renderer.render(webp, RECIPE);
      assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
      assertThat(((Rendering.Rendered) rendering).manifest().original().frames()).isEqualTo(FRAMES);
      assertThat(((Rendering.Rendered) rendering).manifest().variants())
          .allSatisfy(variant -> assertThat(variant.animated()).isTrue());
    }
  }
}
