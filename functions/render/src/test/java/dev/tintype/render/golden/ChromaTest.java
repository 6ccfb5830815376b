package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Encoding.Chroma;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Colour detail of JPEG and AVIF: what the files say, and what coloured lines look like.
final class ChromaTest {

  private static final Oracle ORACLE = new Oracle();

  private final Darkroom darkroom = new Darkroom();

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  private static Formats formats(Chroma chroma, int jpegEffort) {
    return new Formats(
        Map.of(
            Format.AVIF,
            List.of(new Encoding(Encoding.ANY_WIDTH, new Encoding.Lossy(80, chroma), 1)),
            Format.JPEG,
            List.of(new Encoding(Encoding.ANY_WIDTH, new Encoding.Lossy(80, chroma), jpegEffort))));
  }

  /// Red lines of one pixel on blue: no brightness tells them apart from a mixed colour.
  private static final Picture SCREEN =
      Picture.paint(160, 120, (x, y) -> (x + y / 8) % 2 == 0 ? 0xffd02020 : 0xff2020d0);

  private Developed developed(Chroma chroma, int jpegEffort) {
    return darkroom.develop(
        Png.of(Png.Type.RGB).encode(SCREEN), Exactness.recipe(formats(chroma, jpegEffort), 160));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theFilesSayHowMuchColorTheyKeep(int effort) {
    Developed full = developed(Chroma.FULL, effort);
    Developed halved = developed(Chroma.HALVED, effort);
    assertThat(jpegFactors(full.variant(160, Format.JPEG))).containsExactly(0x11, 0x11, 0x11);
    assertThat(jpegFactors(halved.variant(160, Format.JPEG))).containsExactly(0x22, 0x11, 0x11);
    assertThat(avifSubsampling(full.variant(160, Format.AVIF))).isZero();
    assertThat(avifSubsampling(halved.variant(160, Format.AVIF))).isEqualTo(0b11);
  }

  @Test
  void colouredLinesStaySharp() {
    for (Format format : List.of(Format.AVIF, Format.JPEG)) {
      double full = error(format, developed(Chroma.FULL, 0));
      double halved = error(format, developed(Chroma.HALVED, 0));
      assertThat(full).as(format.id()).isLessThan(halved / 4);
    }
  }

  private static double error(Format format, Developed developed) {
    return Likeness.of(SCREEN, ORACLE.decode(format, developed.variant(160, format))).deltaE();
  }

  /// The sampling factors of each component, from the frame header
  /// (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.2).
  private static List<Integer> jpegFactors(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xff) < 0xc0 || (jpeg[at + 1] & 0xff) > 0xc2) {
      at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
    }
    return List.of((int) jpeg[at + 11], (int) jpeg[at + 14], (int) jpeg[at + 17]);
  }

  /// The bits `chroma_subsampling_x` and `_y` of the codec configuration
  /// (https://aomediacodec.github.io/av1-isobmff/#av1codecconfigurationbox-syntax).
  private static int avifSubsampling(byte[] avif) {
    int at = new String(avif, StandardCharsets.ISO_8859_1).indexOf("av1C");
    return avif[at + 6] >> 2 & 0b11;
  }
}
