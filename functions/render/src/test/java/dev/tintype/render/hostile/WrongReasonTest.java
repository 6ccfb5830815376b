package dev.tintype.render.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.Size;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.format.jpeg.ArithmeticJpeg;
import dev.tintype.render.golden.Darkroom;
import dev.tintype.render.specimens.Bytes;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.JpegParts;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.VipsWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A file with its end mark was not truncated, whatever its length fields say. A truncated file is
/// not corrupt. A file in another codec is neither.
final class WrongReasonTest {

  private static final Recipe RECIPE =
      new Recipe(
          "reason",
          Size.widths(40),
          Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          /* animation= */ false);

  private static final int SOS = 0xda;
  private static final Picture SCENE = Picture.scene(200, 150);
  private static final VipsWriter WRITER = new VipsWriter(Darkroom.VIPS);
  private final Darkroom darkroom = new Darkroom();

  private void assertReason(Rejection reason, byte[] file, String what) {
    Unrenderable refused =
        catchThrowableOfType(Unrenderable.class, () -> darkroom.develop(file, RECIPE));
    assertThat(refused).as(what).isNotNull();
    assertThat(refused.reason()).as("%s: %s", what, refused).isEqualTo(reason);
  }

  private void assertTruncatedWhereverItIsCut(byte[] file) {
    for (int tenth = 1; tenth < 10; tenth++) {
      byte[] cut = Arrays.copyOf(file, file.length * tenth / 10);
      assertReason(Rejection.TRUNCATED, cut, "cut at " + tenth + "/10");
    }
  }

  private static int find(byte[] file, String text) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private static byte[] patched(byte[] file, int at, int... bytes) {
    byte[] patched = file.clone();
    for (int i = 0; i < bytes.length; i++) {
      patched[at + i] = (byte) bytes[i];
    }
    return patched;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDamagedSegmentLengthInACompleteJpegIsCorrupt(boolean progressive) {
    Jpeg jpeg = progressive ? Jpeg.plain(80).inScans() : Jpeg.plain(80);
    JpegParts parts = JpegParts.of(jpeg.encode(SCENE));
    for (int marker : new int[] {0xdb, 0xc4, SOS}) {
      int place = parts.first(marker);
      assertReason(Rejection.CORRUPT, parts.patch(place, 2, 0xff, 0xf0).join(), "too long");
      assertReason(Rejection.CORRUPT, parts.patch(place, 2, 0, 1).join(), "impossibly short");
    }
    int frame = parts.frame();
    assertReason(Rejection.CORRUPT, parts.patch(frame, 2, 0xff, 0xf0).join(), "a long frame");
  }

  @Test
  void aDamagedChunkLengthInACompletePngIsCorrupt() {
    byte[] file = Png.of(Png.Type.RGB).encode(SCENE);
    int data = find(file, "IDAT") - 4;
    for (int[] length : new int[][] {{0x7f, 0xff, 0xff, 0xff}, {0, 0x10, 0, 0}, {0, 0, 0, 3}}) {
      assertReason(
          Rejection.CORRUPT, patched(file, data, length), "IDAT " + Arrays.toString(length));
    }
    assertReason(
        Rejection.CORRUPT,
        new Bytes().raw(patched(file, data, 0, 0x10, 0, 0)).repeat(7, 100).done(),
        "with a passenger");
    assertTruncatedWhereverItIsCut(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Q=80", "lossless"})
  void aDamagedLengthInACompleteWebpIsCorrupt(String options) {
    byte[] file = WRITER.webp(SCENE, options);
    assertReason(Rejection.CORRUPT, patched(file, 4, 0xff, 0xff, 0xff, 0x7f), "the container's");
    assertReason(Rejection.CORRUPT, patched(file, 16, 0xf0, 0xff, 0xff, 0x3f), "the picture's");
    assertTruncatedWhereverItIsCut(file);
  }

  @Test
  void aDamagedBoxLengthInACompleteAvifIsCorrupt() {
    byte[] file = WRITER.avif(SCENE, "Q=80");
    int meta = find(file, "meta") - 4;
    assertReason(Rejection.CORRUPT, patched(file, meta, 0, 0x7f, 0xff, 0xff), "too long");
    assertTruncatedWhereverItIsCut(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xc3, 0xc5, 0xc6, 0xc7, 0xcb, 0xcd, 0xce, 0xcf})
  void aJpegOfARareProcessIsAnUnsupportedCodec(int process) {
    JpegParts parts = JpegParts.of(Jpeg.plain(80).encode(SCENE));
    assertReason(
        Rejection.UNSUPPORTED_CODEC,
        parts.patch(parts.frame(), 1, process).join(),
        "process " + Integer.toHexString(process));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xc0, 0xc1, 0xc2, 0xc9, 0xca})
  void aTwelveBitJpegIsAnUnsupportedCodec(int process) {
    JpegParts parts = JpegParts.of(Jpeg.plain(80).encode(SCENE));
    byte[] file = parts.patch(parts.frame(), 1, process).patch(parts.frame(), 4, 12).join();
    assertReason(Rejection.UNSUPPORTED_CODEC, file, "12 bits");
  }

  @Test
  void jpegLsAndFractionalSamplingAreUnsupportedCodecs() {
    JpegParts parts = JpegParts.of(Jpeg.plain(80).encode(SCENE));
    assertReason(
        Rejection.UNSUPPORTED_CODEC, parts.patch(parts.frame(), 1, 0xf7).join(), "JPEG-LS");
    assertReason(
        Rejection.UNSUPPORTED_CODEC,
        parts.patch(parts.frame(), 11, 0x31).patch(parts.frame(), 14, 0x21).join(),
        "fractional sampling");
  }

  @Test
  void rejectionMessagesNameTheUnsupportedFormats() {
    assertThat(Rejection.UNSUPPORTED_CODEC.message())
        .contains("HEIC", "12-bit or lossless JPEG", "TIFF", "export it as JPEG");
    assertThat(Rejection.UNSUPPORTED_FORMAT.message()).contains("AVIF", "bits per channel");
  }

  @Test
  void excessCodedDataIsCorruptOrWithoutEndMarkTruncated() {
    for (Jpeg jpeg : List.of(Jpeg.plain(80), Jpeg.plain(80).inScans())) {
      JpegParts parts = JpegParts.of(jpeg.encode(SCENE));
      JpegParts more =
          parts.recode(
              parts.all(SOS).getLast(), data -> new Bytes().raw(data).repeat(0x5a, 3).done());
      assertReason(Rejection.CORRUPT, more.join(), "three bytes more");
      assertReason(Rejection.TRUNCATED, more.endless(), "three bytes more and no end");
    }
  }

  @Test
  void missingScansAreMissingPixels() {
    JpegParts parts = JpegParts.of(Jpeg.plain(80).inScans().encode(SCENE));
    List<Integer> scans = parts.all(SOS);
    for (int scan : scans) {
      assertReason(Rejection.TRUNCATED, parts.remove(scan, scan + 1).endless(), "without one");
    }
    int last = scans.getLast();
    assertReason(Rejection.TRUNCATED, parts.remove(last - 1, last + 1).endless(), "the last");
    int means = scans.getFirst();
    assertReason(Rejection.CORRUPT, parts.remove(means, means + 1).join(), "the mean values");
  }

  @Test
  void aScanWithoutItsHeaderIsCorrupt() {
    JpegParts parts = JpegParts.of(Jpeg.plain(80).inScans().encode(SCENE));
    for (int scan : parts.all(SOS)) {
      assertReason(Rejection.CORRUPT, parts.headless(scan).join(), "scan " + scan);
    }
  }

  @Test
  void aMissingRestartMarkerIsCorrupt() {
    byte[] file = WRITER.cmykJpeg(SCENE, "restart-interval=8");
    JpegParts parts = JpegParts.of(file);
    for (int marker = 0xd0; marker <= 0xd7; marker++) {
      int number = marker;
      byte[] damaged = parts.recode(parts.first(SOS), data -> without(data, number)).join();
      assertReason(Rejection.CORRUPT, damaged, "without " + Integer.toHexString(marker));
    }
  }

  private static byte[] without(byte[] data, int marker) {
    int at = new String(data, StandardCharsets.ISO_8859_1).indexOf("\u00ff" + (char) marker);
    return new Bytes()
        .raw(Arrays.copyOf(data, at))
        .raw(Arrays.copyOfRange(data, at + 2, data.length))
        .done();
  }

  @Test
  void aTruncatedJpegIsTruncatedWhateverItsPadding() {
    List<byte[]> files =
        List.of(
            Jpeg.plain(80).encode(SCENE),
            Jpeg.plain(80).inScans().encode(SCENE),
            WRITER.cmykJpeg(SCENE, "restart-interval=8,optimize-coding"),
            ArithmeticJpeg.encode(SCENE, 4));
    for (byte[] file : files) {
      assertTruncatedWhereverItIsCut(file);
      for (int tenth = 5; tenth < 10; tenth++) {
        byte[] filled = Arrays.copyOf(Arrays.copyOf(file, file.length * tenth / 10), file.length);
        assertReason(Rejection.TRUNCATED, filled, "filled up with zeros from " + tenth + "/10");
      }
    }
  }
}
