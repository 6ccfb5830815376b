package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.Gravity;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.Watermark;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.WatermarkMissing;
import dev.tintype.render.child.Fault;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.PeakMemory;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The watermark of a job reaches the jailed renderer.
final class WatermarkedRendererTest {

  private static final byte[] MARK = Png.of(Png.Type.RGB).encode(Picture.plain(40, 40, 0xffc02020));
  private static final byte[] GREY =
      Png.of(Png.Type.RGB).encode(Picture.plain(100, 100, 0xff808080));

  @TempDir private Path folder;

  private static Recipe recipe(byte[] mark) {
    return recipe(100, new Watermark(Sha256.of(mark), Gravity.NORTH_WEST, 10, 20, 100));
  }

  private static Recipe recipe(int side, Watermark watermark) {
    return new Recipe(
        "marked",
        List.of(
            new Size(
                new SizeName("marked"),
                side,
                side,
                new Fit.Inside(false),
                /* sharpen= */ false,
                Optional.empty(),
                /* watermark= */ true)),
        new Formats(Map.of(Format.PNG, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 1)))),
        "#ffffff",
        /* animation= */ false,
        Optional.of(watermark));
  }

  /// The largest watermark, over all of a picture and half transparent.
  @Test
  void thePredictedMemoryIsEnough() throws Exception {
    byte[] mark = Png.of(Png.Type.RGBA).encode(Picture.glass(2000, 2000));
    byte[] original = Png.of(Png.Type.RGB).encode(Picture.scene(2000, 2000));
    Recipe recipe = recipe(2000, new Watermark(Sha256.of(mark), Gravity.CENTRE, 0, 100, 50));
    Header header =
        new Header(
            OriginalFormat.PNG,
            new Dimensions(2000, 2000),
            /* orientation= */ 1,
            /* frames= */ 1,
            /* bands= */ 3,
            /* bitsPerChannel= */ 8,
            /* alpha= */ false,
            /* heldPixels= */ 0,
            ColorSource.NONE,
            original.length);
    try (TrialRenderer renderer = TrialRenderer.asInService(folder)) {
      assertThat(renderer.render(original, recipe, mark)).isInstanceOf(Rendering.Rendered.class);
      long predicted = PeakMemory.predict(header, RenderPlan.of(header, recipe), 2);
      System.out.println("watermark: peak " + renderer.peakBytes() + " of predicted " + predicted);
      assertThat(renderer.peakBytes()).isBetween(1L, predicted);
    }
  }

  @Test
  void theRendererLaysItOverThePicture() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.asInService(folder)) {
      Rendering rendering = renderer.render(GREY, recipe(MARK), MARK);
      assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
      Path file = ((Rendering.Rendered) rendering).files().getFirst().path();
      BufferedImage image = ImageIO.read(file.toFile());
      assertThat(image.getRGB(9, 9)).isEqualTo(0xff808080);
      assertThat(image.getRGB(10, 10)).isEqualTo(0xffc02020);
      assertThat(image.getRGB(29, 29)).isEqualTo(0xffc02020);
      assertThat(image.getRGB(30, 30)).isEqualTo(0xff808080);
      assertThat(((Rendering.Rendered) rendering).cpu().orElseThrow().fileMicros())
          .as("the measured processor time")
          .containsOnlyKeys("marked.png");
    }
  }

  /// The operator is at fault, not the original: it must wait, and the next one is rendered.
  @Test
  void aDamagedWatermarkSaysNothingOfTheOriginal() throws Exception {
    byte[] damaged = Arrays.copyOf(MARK, MARK.length / 2);
    try (TrialRenderer renderer = TrialRenderer.asInService(folder)) {
      assertThatExceptionOfType(WatermarkMissing.class)
          .isThrownBy(() -> renderer.render(GREY, recipe(damaged), damaged))
          .withMessageContaining(Sha256.of(damaged).hex())
          .withMessageContaining("cannot be used");
      assertThat(renderer.render(GREY, recipe(MARK), MARK)).isInstanceOf(Rendering.Rendered.class);
    }
  }

  private Rendering render(TrialRenderer renderer) throws Exception {
    return renderer.render(GREY, recipe(MARK), MARK);
  }

  @Test
  void aRendererThatEndsAtTheWatermarkSaysNothingOfTheOriginal() throws Exception {
    try (TrialRenderer renderer =
        TrialRenderer.faulty(folder, Fault.CRASH_AT_WATERMARK, Duration.ofMinutes(2))) {
      assertThatExceptionOfType(WatermarkMissing.class)
          .isThrownBy(() -> render(renderer))
          .withMessageContaining("the renderer ended while it read it");
      assertThat(render(renderer)).isInstanceOf(Rendering.Rendered.class);
    }
  }

  @Test
  void aRendererThatHangsAtTheWatermarkSaysNothingOfTheOriginal() throws Exception {
    BusyMachine.bear(() -> {
      try (TrialRenderer renderer =
          TrialRenderer.faulty(folder, Fault.WAIT_AT_WATERMARK, Duration.ofSeconds(8))) {
        try {
          fail("it hangs no more: " + render(renderer));
        } catch (WatermarkMissing missing) {
          assertThat(missing).hasMessageContaining("no end within");
        }
        assertThat(render(renderer)).isInstanceOf(Rendering.Rendered.class);
      }
    });
  }

  /// An original that takes the renderer over must count as a death, or it would be tried for ever.
  @Test
  void aClaimAfterTheOriginalIsTheOriginalsFault() throws Exception {
    try (TrialRenderer renderer =
        TrialRenderer.faulty(folder, Fault.CLAIM_AFTER_ORIGINAL, Duration.ofMinutes(2))) {
      assertThat(render(renderer))
          .isInstanceOfSatisfying(
              Rendering.Died.class,
              died -> assertThat(died.cause()).isEqualTo(Rejection.DECODER_CRASHED));
      assertThat(render(renderer)).isInstanceOf(Rendering.Rendered.class);
    }
  }

  @Test
  void aNewRendererIsBelievedAboutTheWatermark() throws Exception {
    try (TrialRenderer renderer =
        TrialRenderer.faulty(folder, Fault.CLAIM_BEFORE_ORIGINAL, Duration.ofMinutes(2))) {
      assertThatExceptionOfType(WatermarkMissing.class)
          .isThrownBy(() -> render(renderer))
          .withMessageContaining("a lie");
    }
  }

  /// An earlier original may have taken the renderer over.
  @Test
  void aRendererThatServedAnotherJobIsNotBelievedAboutTheWatermark() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.faulty(folder, Fault.NONE, Duration.ofMinutes(2))) {
      assertThat(render(renderer)).isInstanceOf(Rendering.Rendered.class);
      long first = renderer.pid();
      renderer.meet(Fault.CLAIM_IN_LATER_JOB);
      assertThat(render(renderer)).isInstanceOf(Rendering.Rendered.class);
      assertThat(renderer.pid()).isNotEqualTo(first);
    }
  }
}
