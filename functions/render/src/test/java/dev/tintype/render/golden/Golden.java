package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.RenderPlan.PlannedVariant;
import dev.tintype.render.specimens.Picture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares every variant of an original with the expected picture.
final class Golden {

  /// High quality, so that differences are in the picture and not in its compression.
  static final Recipe RECIPE =
      new Recipe(
          "golden",
          Size.widths(64, 160, 320),
          Map.of(
              Format.AVIF, List.of(new Encoding(Encoding.ANY_WIDTH, 90, 0)),
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 95, 2)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 95, 1))),
          "#20a040",
          /* animation= */ true);

  /// The formats of the recipe, and PNG.
  static final Formats EVERY_FORMAT = withPng(RECIPE.formats());

  private static Formats withPng(Formats formats) {
    Map<Format, List<Encoding>> all = new HashMap<>(formats.encodings());
    all.put(Format.PNG, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 6)));
    return new Formats(all);
  }

  private static final int BACKGROUND = 0xff20a040;

  private final Oracle oracle;

  Golden(Oracle oracle) {
    this.oracle = oracle;
  }

  /// Asserts that every variant looks like the picture: SSIM at least `ssim`, mean ΔE at most
  /// `deltaE`.
  void assertLooksLike(Picture picture, Developed developed, double ssim, double deltaE) {
    assertThat(developed.plan().variants()).hasSize(RECIPE.variantCount());
    Map<Dimensions, Picture> scaled = new HashMap<>();
    for (PlannedVariant variant : developed.plan().variants()) {
      Dimensions size = variant.file().dimensions();
      Picture wanted = scaled.computeIfAbsent(size, to -> picture.resized(to.width(), to.height()));
      Format format = variant.file().format();
      Picture seen = oracle.decode(format, developed.variant(variant.size().widthPx(), format));
      String name = variant.file().name();
      if (picture.hasAlpha() && format != Format.JPEG) {
        assertAlike(name + " over white", wanted.over(0xffffff), seen.over(0xffffff), ssim, deltaE);
        assertAlike(name + " over black", wanted.over(0), seen.over(0), ssim, deltaE);
      } else {
        assertAlike(name, wanted.over(BACKGROUND), seen, ssim, deltaE);
      }
    }
  }

  static void assertAlike(String name, Picture wanted, Picture seen, double ssim, double deltaE) {
    assertThat(new Dimensions(seen.width(), seen.height()))
        .as(name)
        .isEqualTo(new Dimensions(wanted.width(), wanted.height()));
    Likeness likeness = Likeness.of(wanted, seen);
    assertThat(likeness.ssim()).as("%s: SSIM, ΔE %f", name, likeness.deltaE()).isGreaterThan(ssim);
    assertThat(likeness.deltaE()).as("%s: ΔE, SSIM %f", name, likeness.ssim()).isLessThan(deltaE);
  }
}
