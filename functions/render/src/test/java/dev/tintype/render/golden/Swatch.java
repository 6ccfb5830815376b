package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.Size;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.specimens.Picture;
import java.util.List;
import java.util.Map;

/// Renders originals of one colour and checks the result.
final class Swatch {

  /// The tolerance per channel: rounding, and the error of JPEG and WebP on a plain colour.
  private static final int TOLERANCE = 3;

  private static final Recipe SMALL =
      new Recipe(
          "swatch",
          Size.widths(64),
          Map.of(
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 95, 2)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 95, 1))),
          "#0000ff",
          /* animation= */ true);

  private final Darkroom darkroom = new Darkroom();
  private final Oracle oracle;

  Swatch(Oracle oracle) {
    this.oracle = oracle;
  }

  Developed develop(byte[] original) {
    return darkroom.develop(original, SMALL);
  }

  /// Asserts that it is opaque and has this colour.
  void assertShows(String name, byte[] original, int red, int green, int blue) {
    Developed developed = develop(original);
    assertThat(developed.header().alpha()).as(name).isFalse();
    Picture seen = oracle.decode(Format.JPEG, developed.variant(64, Format.JPEG));
    assertNear(name, seen.channels(seen.width() / 2, seen.height() / 2), red, green, blue, 255);
  }

  /// Asserts its colour and alpha.
  void assertShows(String name, byte[] original, int red, int green, int blue, int alpha) {
    Developed developed = develop(original);
    assertThat(developed.header().alpha()).as(name).isTrue();
    Picture seen = oracle.decode(Format.WEBP, developed.variant(64, Format.WEBP));
    assertNear(name, seen.channels(seen.width() / 2, seen.height() / 2), red, green, blue, alpha);
  }

  static void assertNear(String name, int[] seen, int... wanted) {
    for (int i = 0; i < 4; i++) {
      assertThat(seen[i])
          .as("%s: channel %d of %s", name, i, java.util.Arrays.toString(seen))
          .isBetween(wanted[i] - TOLERANCE, wanted[i] + TOLERANCE);
    }
  }

  void assertRefused(String name, byte[] original, Rejection reason) {
    assertThatThrownBy(() -> develop(original))
        .as(name)
        .isInstanceOfSatisfying(
            Unrenderable.class,
            e -> assertThat(e.reason()).as("%s: %s", name, e).isEqualTo(reason));
  }
}
