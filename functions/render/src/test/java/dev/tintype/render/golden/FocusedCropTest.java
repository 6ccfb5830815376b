package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Fit;
import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Crops around a focal point, against pictures that this test cuts itself. The numbers are worked
/// out by hand. Bounds: SSIM over 0.97, mean ΔE under 2.5.
final class FocusedCropTest {

  private static final Oracle ORACLE = new Oracle();
  private final Darkroom darkroom = new Darkroom();

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  private static Optional<Focus> at(int x, int y) {
    return Optional.of(new Focus(x, y));
  }

  private static byte[] png(Picture picture) {
    return Png.of(Png.Type.RGB).encode(picture);
  }

  /// 300 × 300 px of the scene: the point is at `x * 400 / 10000` px, the window begins 150 px
  /// before it.
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "10000, 10000, 100",
    "5000, 5000, 50",
    "4500, 0, 30",
    "5750, 10000, 80",
    "3750, 5000, 0",
    "6250, 5000, 100"
  })
  void aSquareOfALandscape(int x, int y, int left) {
    Picture scene = Picture.scene(400, 300);
    Developed developed =
        darkroom.develop(png(scene), Cut.recipe(120, 120, Gravity.CENTRE), at(x, y));
    Cut.assertShows(scene.cut(left, 0, 300, 300).resized(120, 120), developed, ORACLE);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "10000, 10000, 100", "5000, 5000, 50", "0, 4500, 30"})
  void aSquareOfAPortrait(int x, int y, int above) {
    Picture scene = Picture.scene(300, 400);
    Developed developed =
        darkroom.develop(png(scene), Cut.recipe(120, 120, Gravity.CENTRE), at(x, y));
    Cut.assertShows(scene.cut(0, above, 300, 300).resized(120, 120), developed, ORACLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 6, 8})
  void thePointIsThatOfTheUprightPicture(int orientation) {
    Picture scene = Picture.scene(400, 300);
    byte[] jpeg =
        Jpeg.plain(95)
            .with(Jpeg.Segment.exif(Exif.of(orientation)))
            .encode(scene.stored(orientation));
    Developed developed =
        darkroom.develop(jpeg, Cut.recipe(120, 120, Gravity.CENTRE), at(4500, 10_000));
    Cut.assertShows(scene.cut(30, 0, 300, 300).resized(120, 120), developed, ORACLE);
    Developed banner = darkroom.develop(jpeg, Cut.recipe(200, 100, Gravity.CENTRE), at(0, 4000));
    Cut.assertShows(scene.cut(0, 20, 400, 200).resized(200, 100), banner, ORACLE);
  }

  @Test
  void thePointDecidesInPlaceOfAttention() {
    Picture scene = Picture.scene(400, 300);
    Developed attention =
        darkroom.develop(png(scene), Cut.recipe(120, 120, new Fit.Attention()), at(10_000, 5000));
    Developed centre =
        darkroom.develop(png(scene), Cut.recipe(120, 120, Gravity.CENTRE), at(10_000, 5000));
    assertThat(Cut.digests(attention)).isEqualTo(Cut.digests(centre));
    Cut.assertShows(scene.cut(100, 0, 300, 300).resized(120, 120), attention, ORACLE);
  }

  @Test
  void anEdgeIsKeptWhateverThePoint() {
    Picture scene = Picture.scene(400, 300);
    Developed developed =
        darkroom.develop(png(scene), Cut.recipe(120, 120, Gravity.WEST), at(10_000, 5000));
    Cut.assertShows(scene.cut(0, 0, 300, 300).resized(120, 120), developed, ORACLE);
  }

  @Test
  void everyFrameOfAGifIsCutAtTheSamePlace() {
    List<Picture> frames = List.of(halves(0xffc02020), halves(0xff2020c0), halves(0xff20c020));
    Developed developed =
        darkroom.develop(
            new Gif(70, 0).encode(frames), Cut.recipe(120, 120, Gravity.CENTRE), at(4500, 0));
    byte[] webp = Cut.file(developed, Format.WEBP);
    List<Picture> seen = WebpFrames.of(webp).composed(ORACLE.frames(webp));
    assertThat(seen).hasSize(3);
    for (int i = 0; i < 3; i++) {
      Picture wanted = frames.get(i).cut(30, 0, 300, 300).resized(120, 120);
      Golden.assertAlike("frame " + i, wanted, seen.get(i).over(0xffffff), 0.97, 4);
    }
    for (Format format : List.of(Format.AVIF, Format.JPEG)) {
      Golden.assertAlike(
          format.id(),
          frames.getFirst().cut(30, 0, 300, 300).resized(120, 120),
          ORACLE.decode(format, Cut.file(developed, format)),
          0.97,
          4);
    }
  }

  /// Two colours that meet at a third of the width.
  private static Picture halves(int argb) {
    return Picture.paint(400, 300, (x, _) -> x < 133 ? argb : 0xffe0e0e0);
  }
}
