package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.Gravity;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Sizes with their own formats.
final class SizeFormatsTest {

  private static final Formats JPEG = lossy(Format.JPEG, 60);

  private final Darkroom darkroom = new Darkroom();

  private static Formats lossy(Format format, int quality) {
    return new Formats(Map.of(format, List.of(new Encoding(Encoding.ANY_WIDTH, quality, 1))));
  }

  private static Size size(String name, int width, int height, Fit fit, Formats formats) {
    return new Size(new SizeName(name), width, height, fit, false, Optional.of(formats));
  }

  private static Recipe recipe(Formats formats, Size... more) {
    List<Size> sizes = new ArrayList<>(Size.widths(64));
    sizes.addAll(List.of(more));
    return new Recipe("mixed", sizes, formats, "#20a040", /* animation= */ true);
  }

  @Test
  void eachSizeIsMadeInItsFormats() {
    Recipe recipe =
        recipe(
            lossy(Format.AVIF, 50),
            size("logo", 100, 100, new Fit.Inside(false), Exactness.LOSSLESS),
            size("card", 120, 63, new Fit.Cover(false, Gravity.CENTRE), JPEG));
    Developed developed =
        darkroom.develop(Png.of(Png.Type.RGB).encode(Picture.scene(300, 200)), recipe);
    assertThat(developed.files())
        .containsOnlyKeys("64.avif", "logo.avif", "logo.webp", "logo.png", "card.jpg");
    assertThat(developed.plan().variants()).hasSize(recipe.variantCount()).hasSize(5);
  }

  /// Both sizes show the picture at its own size, so they share a level, but not these options.
  @Test
  void otherOptionsMakeAnotherFileOfTheSamePixels() {
    Recipe recipe =
        recipe(
            JPEG,
            size("coarse", 2000, 2000, new Fit.Inside(false), lossy(Format.JPEG, 20)),
            size("fine", 2000, 2000, new Fit.Inside(false), lossy(Format.JPEG, 90)),
            size("same", 3000, 2000, new Fit.Inside(false), lossy(Format.JPEG, 90)));
    Developed developed =
        darkroom.develop(Png.of(Png.Type.RGB).encode(Picture.scene(300, 200)), recipe);
    assertThat(developed.files()).containsOnlyKeys("64.jpg", "coarse.jpg", "fine.jpg");
    assertThat(developed.plan().variants().getLast().file().name()).isEqualTo("fine.jpg");
    assertThat(developed.plan().levels()).hasSize(2);
    assertThat(developed.files().get("fine.jpg").length)
        .isGreaterThan(2 * developed.files().get("coarse.jpg").length);
  }

  /// 300 frames of 500 × 500 px use three quarters of what may move: only one size of that kind
  /// fits. The size in JPEG takes nothing from it.
  @Test
  void aSizeWithoutWebpTakesNothingFromTheAnimation() {
    Picture frame = Picture.plain(500, 500, 0xff204080);
    byte[] gif = new Gif(70, 0).repeated(frame, 300);
    Recipe recipe =
        new Recipe(
            "moving",
            List.of(
                size("card", 499, 499, new Fit.Inside(false), JPEG),
                size("clip", 500, 500, new Fit.Inside(false), lossy(Format.WEBP, 50))),
            Map.of(),
            "#ffffff",
            /* animation= */ true);
    assertThat(darkroom.develop(gif, recipe).plan().files())
        .filteredOn(PlannedFile::animated)
        .extracting(PlannedFile::name)
        .containsExactly("clip.webp");
  }
}
