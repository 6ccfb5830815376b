package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.specimens.Avif;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.VipsWriter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bounds: SSIM over 0.97, mean ΔE under 2. With a wrong orientation the scene has SSIM under 0.8.
final class OrientationTest {

  private static final Oracle ORACLE = new Oracle();
  private static final Picture UPRIGHT = Picture.scene(400, 300);
  private final Golden golden = new Golden(ORACLE);
  private final Darkroom darkroom = new Darkroom();

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void anExifOrientationOfAJpegIsApplied(int orientation) {
    assertUpright(
        orientation,
        Jpeg.plain(95)
            .with(Jpeg.Segment.exif(Exif.of(orientation)))
            .encode(UPRIGHT.stored(orientation)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void anExifOrientationOfAPngIsApplied(int orientation) {
    assertUpright(
        orientation,
        Png.of(Png.Type.RGB)
            .with(Png.Chunk.exif(Exif.of(orientation)))
            .encode(UPRIGHT.stored(orientation)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6, 7})
  void anExifOrientationOfAWebPIsApplied(int orientation) {
    assertUpright(
        orientation,
        new VipsWriter(Darkroom.VIPS)
            .webp(List.of(UPRIGHT.stored(orientation)), new int[] {0}, 0, orientation));
  }

  /// Encoders write the turn at the colours alone, and mean the alpha too.
  @ParameterizedTest(name = "{0} quarter turns, mirror {1}")
  @CsvSource({"1, -1, 8", "2, -1, 3", "3, -1, 6", "0, 0, 4", "0, 1, 2"})
  void aTurnOfAnAvifIsAppliedToColorsAndAlpha(int quarters, int axis, int orientation) {
    Picture glass = Picture.glass(200, 120);
    Picture stored = glass.stored(orientation);
    byte[] coded = new VipsWriter(Darkroom.VIPS).avif(stored, "subsample-mode=off,Q=100");
    byte[] original =
        Avif.of(coded, stored.width(), stored.height()).turned(quarters, axis).still();
    Developed developed = darkroom.develop(original, Golden.RECIPE);
    assertThat(developed.header().oriented()).isEqualTo(new Dimensions(200, 120));
    golden.assertLooksLike(glass, developed, 0.97, 2);
  }

  private void assertUpright(int orientation, byte[] original) {
    Developed developed = darkroom.develop(original, Golden.RECIPE);
    assertThat(developed.header().orientation()).isEqualTo(orientation);
    assertThat(developed.header().oriented()).isEqualTo(new Dimensions(400, 300));
    golden.assertLooksLike(UPRIGHT, developed, 0.97, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void theSceneLooksDifferentInEveryOrientation(int orientation) {
    Picture square = Picture.scene(64, 64);
    assertThat(Likeness.of(square, square.stored(orientation)).ssim()).isLessThan(0.8);
  }
}
