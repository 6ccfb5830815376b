package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.render.specimens.Picture;
import java.util.List;
import java.util.Map;

/// Pictures of one colour, and the colour of their variants.
final class Patch {

  static final Picture RED = Picture.plain(64, 64, Picture.rgb(200, 40, 40));
  static final Picture GREY = Picture.plain(64, 64, Picture.rgb(128, 128, 128));

  private static final Recipe RECIPE =
      new Recipe(
          "patch",
          Size.widths(64),
          Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 90, 0))),
          "#ffffff",
          /* animation= */ true);
  private static final Darkroom DARKROOM = new Darkroom();

  private Patch() {}

  /// A grey picture of one value.
  static Picture grey(int value) {
    return Picture.plain(64, 64, Picture.rgb(value, value, value));
  }

  /// The pixel in the middle of an original's variant: red, green, blue, alpha.
  static int[] shown(byte[] original) {
    Picture picture = DARKROOM.decode(original, RECIPE);
    return picture.channels(picture.width() / 2, picture.height() / 2);
  }

  /// Asserts that each channel is within 3 of the expected value.
  static void assertShows(byte[] original, int... wanted) {
    assertThat(shown(original)).as("shown").hasSize(4).satisfies(seen -> near(seen, wanted));
  }

  private static void near(int[] seen, int[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      assertThat(seen[i])
          .as("channel %d of %s", i, java.util.Arrays.toString(seen))
          .isBetween(wanted[i] - 3, wanted[i] + 3);
    }
  }
}
