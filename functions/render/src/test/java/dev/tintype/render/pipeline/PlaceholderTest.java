package dev.tintype.render.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tintype.render.Seeds;
import dev.tintype.render.golden.Oracle;
import dev.tintype.render.specimens.Bytes;
import dev.tintype.render.specimens.Picture;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Compares ThumbHash with the reference code of npm's `thumbhash`, and the dominant colour with
/// its definition.
final class PlaceholderTest {

  @Test
  void thumbHashesEqualThoseOfTheReferenceCode() {
    try (Oracle oracle = new Oracle()) {
      for (Picture picture : pictures()) {
        assertThat(hash(picture))
            .as("%d×%d", picture.width(), picture.height())
            .isEqualTo(oracle.thumbhash(picture));
      }
    }
  }

  private static List<Picture> pictures() {
    RandomGenerator random = Seeds.random(7);
    return List.of(
        Picture.scene(100, 75),
        Picture.scene(75, 100),
        Picture.scene(100, 100),
        Picture.scene(1, 1),
        Picture.scene(100, 1),
        Picture.scene(1, 100),
        Picture.scene(100, 13),
        Picture.scene(7, 100),
        Picture.glass(100, 60),
        Picture.glass(60, 100),
        Picture.plain(40, 40, 0xff000000),
        Picture.plain(40, 40, 0xffffffff),
        Picture.plain(40, 40, 0x00ff0000),
        Picture.plain(40, 40, 0x80ff0000),
        Picture.paint(50, 41, (_, _) -> random.nextInt() | 0xff000000),
        Picture.paint(50, 41, (_, _) -> random.nextInt()));
  }

  private static String hash(Picture picture) {
    return Base64.getEncoder()
        .encodeToString(ThumbHash.encode(picture.width(), picture.height(), rgba(picture)));
  }

  private static byte[] rgba(Picture picture) {
    Bytes bytes = new Bytes();
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        bytes.u8(picture.channels(x, y));
      }
    }
    return bytes.done();
  }

  @Test
  void picturesOver100PxAreRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> ThumbHash.encode(101, 1, new byte[404]));
  }

  @Test
  void theDominantColorIsTheMeanOfTheFullestBin() {
    Picture picture =
        Picture.paint(
            10,
            10,
            (x, y) -> y < 4 ? 0xff102030 + (x % 2) * 0x020000 : 0xff000000 | y << 20 | x << 12);
    assertThat(DominantColor.of(rgba(picture))).isEqualTo("#112030");
  }

  @Test
  void transparentPixelsAreIgnored() {
    Picture picture = Picture.paint(10, 10, (x, _) -> x == 0 ? 0xffabcdef : 0x00ffffff);
    assertThat(DominantColor.of(rgba(picture))).isEqualTo("#abcdef");
    assertThat(DominantColor.of(rgba(Picture.plain(4, 4, 0x10ffffff)))).isEqualTo("#000000");
  }
}
