package dev.tintype.render.golden;

import static dev.tintype.render.golden.Patch.RED;
import static dev.tintype.render.golden.Patch.assertShows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.Rejection;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.specimens.Avif;
import dev.tintype.render.specimens.VipsWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which HEIF files count as AVIF, and what an image sequence shows.
final class AvifBrandTest {

  private final Avif avif =
      Avif.of(new VipsWriter(Darkroom.VIPS).avif(RED, "subsample-mode=off,Q=100"), 64, 64);
  private final Avif moving = avif.brands("avis", "avif", "msf1");

  @Test
  void anAvifIsRecognisedByAnyOfItsBrands() {
    String[][] brands = {
      {"mif1", "avif", "miaf"},
      {"msf1", "avif", "mif1"},
      {"mif1", "miaf", "MA1A", "avif"},
      {"MA1B", "avif", "miaf"},
      {"miaf", "mif1", "avif"},
      {"avis", "avif", "msf1"},
      {"msf1", "avis"},
      {"heic", "avif"}
    };
    for (String[] b : brands) {
      assertShows(avif.brands(b).still(), 200, 40, 40);
    }
  }

  /// libheif reads only the compatible brands; the list is extended into the unused bytes after it.
  @Test
  void aFileWithoutCompatibleBrandsIsRead() {
    byte[] file = avif.brands("avif", "free", "free").still();
    ByteBuffer.wrap(file).putInt(0, 16).putInt(16, 8).putInt(20, 0x66726565);
    assertShows(file, 200, 40, 40);
  }

  @Test
  void aLongListOfBrandsIsReadToItsEnd() {
    String[] many =
        Stream.concat(
                Stream.of("mif1"),
                Stream.concat(Stream.generate(() -> "abcd").limit(40), Stream.of("avif")))
            .toArray(String[]::new);
    assertShows(avif.brands(many).still(), 200, 40, 40);
  }

  @Test
  void heifWithAnotherCodecIsRejectedAsUnsupportedCodec() {
    for (byte[] file :
        new byte[][] {
          avif.brands("mif1", "heic", "miaf").still(),
          avif.brands("msf1", "hevc").still(),
          avif.brands("mif1").still(),
          avif.brands("mif1", "xavi", "fabc").still(),
          replaced(avif.brands("mif1", "avif").still(), "av01", "hvc1"),
          replaced(moving.sequence(/* still= */ false), "av01", "hvc1")
        }) {
      assertThatExceptionOfType(Unrenderable.class)
          .isThrownBy(() -> Patch.shown(file))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.UNSUPPORTED_CODEC));
    }
  }

  @Test
  void aSequenceShowsItsStillPictureOrItsFirst() {
    assertShows(moving.sequence(/* still= */ true), 200, 40, 40);
    assertShows(moving.sequence(/* still= */ false), 200, 40, 40);
  }

  @Test
  void aSequenceWithoutAnyPictureIsCorrupt() {
    for (String box : new String[] {"stsd", "stsz", "stco", "trak"}) {
      byte[] file = replaced(moving.sequence(/* still= */ false), box, "free");
      assertThatExceptionOfType(Unrenderable.class)
          .isThrownBy(() -> Patch.shown(file))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.CORRUPT));
    }
  }

  @Test
  void aCutSequenceIsTruncated() {
    byte[] file = moving.sequence(/* still= */ false);
    assertThatExceptionOfType(Unrenderable.class)
        .isThrownBy(() -> Patch.shown(Arrays.copyOf(file, file.length - 30)))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.TRUNCATED));
  }

  private static byte[] replaced(byte[] file, String from, String to) {
    return new String(file, StandardCharsets.ISO_8859_1)
        .replace(from, to)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
