package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.render.format.jpeg.ArithmeticJpeg;
import dev.tintype.render.specimens.Bytes;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.JpegParts;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.VipsWriter;
import dev.tintype.vips.VipsOperation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Unusual but complete JPEGs, most of them as phones, cameras and programs write them. Each must
/// give exactly the bytes of the regular file.
final class OddJpegTest {

  private static final Recipe RECIPE =
      new Recipe(
          "odd",
          Size.widths(100),
          Map.of(
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 80, 0)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 80, 0))),
          "#ffffff",
          /* animation= */ false);

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int DHT = 0xc4;
  private static final int DQT = 0xdb;
  private static final int APP0 = 0xe0;
  private static final int[] JUNK = {0x00, 0x17, 0xff, 0x00, 0x42};

  private static final Picture SCENE = Picture.scene(203, 149);
  private static final Darkroom DARKROOM = new Darkroom();

  private static Map<String, byte[]> kinds() {
    Map<String, byte[]> kinds = new LinkedHashMap<>();
    kinds.put("sequential", Jpeg.plain(85).encode(SCENE));
    kinds.put("progressive", Jpeg.plain(85).inScans().encode(SCENE));
    kinds.put("grey", Jpeg.plain(85).inGrey().encode(SCENE));
    VipsWriter writer = new VipsWriter(Darkroom.VIPS);
    kinds.put(
        "with restarts",
        writer.encode(SCENE, VipsOperation.named("jpegsave_buffer").with("restart-interval", 5)));
    kinds.put("of four inks", writer.cmykJpeg(SCENE, "restart-interval=3"));
    kinds.put("arithmetic", ArithmeticJpeg.encode(SCENE, 4));
    return kinds;
  }

  static Stream<Arguments> oddities() {
    return kinds().entrySet().stream()
        .flatMap(kind -> {
          Map<String, byte[]> wanted = DARKROOM.develop(kind.getValue(), RECIPE).files();
          return odd(kind.getKey(), kind.getValue()).entrySet().stream()
              .map(
                  odd -> Arguments.of(kind.getKey() + ": " + odd.getKey(), odd.getValue(), wanted));
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddities")
  void anOddFileGivesTheBytesOfTheRegularFile(String name, byte[] odd, Map<String, byte[]> wanted) {
    assertThat(DARKROOM.develop(odd, RECIPE).files())
        .as(name)
        .usingRecursiveComparison()
        .isEqualTo(wanted);
  }

  private static Map<String, byte[]> odd(String kind, byte[] file) {
    JpegParts parts = JpegParts.of(file);
    Map<String, byte[]> odd = new LinkedHashMap<>();
    ends(odd, parts);
    junk(odd, parts);
    segments(odd, parts);
    passengers(odd, file);
    if (kind.equals("sequential") || kind.equals("grey")) {
      // As frames of Motion JPEG: decoders assume the standard tables, which these files have.
      odd.put("no Huffman tables", parts.without(DHT).join());
    }
    boolean progressive = kind.equals("progressive");
    if (progressive) {
      odd.put("coefficients before their mean values", firstBandFirst(parts));
      odd.put(
          "a comment between scans",
          parts.insert(parts.all(SOS).get(1), 0xff, 0xfe, 0, 4, 1, 2).join());
    } else {
      odd.put("zeros for the unused band", parts.patch(parts.first(SOS), -3, 0, 0, 0).join());
      odd.put("ones for the unused band", parts.patch(parts.first(SOS), -3, 63, 63, 0x11).join());
    }
    return odd;
  }

  /// Endings of bare files, preallocated files and dumps of flash memory.
  private static void ends(Map<String, byte[]> odd, JpegParts parts) {
    byte[] endless = parts.endless();
    odd.put("no end mark", endless);
    odd.put("half an end mark", new Bytes().raw(endless).u8(0xff).done());
    for (int zeros : new int[] {1, 2, 3, 17, 4096}) {
      odd.put(zeros + " zeros for an end mark", new Bytes().raw(endless).repeat(0, zeros).done());
    }
    odd.put("ones for an end mark", new Bytes().raw(endless).repeat(0xff, 512).done());
    odd.put(
        "zeros before the end mark", new Bytes().raw(endless).repeat(0, 64).u8(0xff, EOI).done());
    odd.put(
        "fill bytes before the end mark", new Bytes().raw(endless).repeat(0xff, 9).u8(EOI).done());
  }

  private static void junk(Map<String, byte[]> odd, JpegParts parts) {
    odd.put("junk behind the start", parts.insert(1, JUNK).join());
    odd.put("one byte behind the start", parts.insert(1, 0).join());
    odd.put("a kilobyte behind the start", parts.insert(1, new int[1024]).join());
    odd.put("junk behind the start and no end mark", parts.insert(1, JUNK).endless());
    odd.put("its start twice", parts.insert(1, 0xff, SOI).join());
    odd.put("its start twice, with zeros between", parts.insert(1, 0, 0, 0xff, SOI).join());
    odd.put("fill bytes behind the start", parts.insert(1, 0xff, 0xff, 0xff).join());
    odd.put("junk before quantization tables", parts.insert(parts.first(DQT), JUNK).join());
    odd.put("junk before the frame", parts.insert(parts.frame(), JUNK).join());
    odd.put("junk before the first scan", parts.insert(parts.first(SOS), JUNK).join());
    if (!parts.all(DHT).isEmpty()) {
      odd.put("junk before Huffman tables", parts.insert(parts.first(DHT), JUNK).join());
    }
  }

  private static void segments(Map<String, byte[]> odd, JpegParts parts) {
    for (int[] version : new int[][] {{0, 2}, {2, 1}, {1, 9}, {255, 255}}) {
      if (!parts.all(APP0).isEmpty()) {
        odd.put(
            "JFIF " + version[0] + "." + version[1],
            parts.patch(parts.first(APP0), 9, version[0], version[1]).join());
      }
    }
    odd.put("an empty segment", parts.insert(1, 0xff, 0xe5, 0, 2).join());
    odd.put(
        "a small picture in a segment",
        parts.insert(1, 0xff, 0xe7, 0, 10, 0xff, SOI, 0xff, SOS, 0xff, 0xd0, 0xff, EOI).join());
    int frame = parts.frame();
    int lines = parts.first(SOS) + 1;
    odd.put(
        "lines told once more", parts.insert(lines, 0xff, 0xdc, 0, 4, 0, SCENE.height()).join());
    odd.put(
        "lines told only behind the scan",
        parts.patch(frame, 5, 0, 0).insert(lines, 0xff, 0xdc, 0, 4, 0, SCENE.height()).join());
  }

  /// As phones write: a second picture, a video, a depth map.
  private static void passengers(Map<String, byte[]> odd, byte[] file) {
    byte[] other = Jpeg.plain(50).encode(Picture.plain(16, 16, 0xff00ff00));
    odd.put("a second picture behind its end", new Bytes().raw(file).raw(other).done());
    odd.put(
        "a film behind its end",
        new Bytes().raw(file).u32(24).text("ftypmp42").repeat(0x5a, 5000).done());
    odd.put("half a picture behind its end", new Bytes().raw(file).u8(0xff, SOI, 0xff).done());
    odd.put("zeros behind its end", new Bytes().raw(file).repeat(0, 777).done());
  }

  /// Puts the first scan of AC coefficients with its table before the DC scan.
  private static byte[] firstBandFirst(JpegParts parts) {
    int means = parts.first(SOS);
    int band = parts.all(SOS).get(1);
    return parts.move(means + 1, band + 1, means).join();
  }

  @Test
  void anUnknownAdobeTransformIsIgnored() {
    byte[] adobe = new Bytes().text("Adobe").u16(100).u16(0).u16(0).u8(7).done();
    byte[] odd = Jpeg.plain(85).with(new Jpeg.Segment(0xee, adobe)).encode(SCENE);
    assertThat(DARKROOM.develop(odd, RECIPE).files()).hasSize(2);
  }

  @Test
  void aRestartMarkerAfterTheLastUnitIsIgnored() {
    JpegParts parts =
        JpegParts.of(
            new VipsWriter(Darkroom.VIPS)
                .encode(SCENE, VipsOperation.named("jpegsave_buffer").with("restart-interval", 5)));
    byte[] odd = parts.insert(parts.first(EOI), 0xff, 0xd4).join();
    assertThat(DARKROOM.develop(odd, RECIPE).files())
        .usingRecursiveComparison()
        .isEqualTo(DARKROOM.develop(parts.join(), RECIPE).files());
  }

  @Test
  void theOrientationIsReadDespiteJunkBytes() {
    JpegParts parts =
        JpegParts.of(Jpeg.plain(85).with(Jpeg.Segment.exif(Exif.of(6))).encode(SCENE.stored(6)));
    assertThat(DARKROOM.develop(parts.insert(1, JUNK).join(), RECIPE).header().orientation())
        .isEqualTo(6);
  }
}
