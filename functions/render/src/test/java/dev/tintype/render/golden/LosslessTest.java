package dev.tintype.render.golden;

import static dev.tintype.render.golden.Exactness.LOSSLESS;
import static dev.tintype.render.golden.Exactness.assertSame;
import static dev.tintype.render.golden.Exactness.chunks;
import static dev.tintype.render.golden.Exactness.layout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.render.Seeds;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Tiff;
import dev.tintype.render.specimens.VipsWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Lossless variants hold exactly the pixels of their level, as independent decoders see them.
final class LosslessTest {

  private static final Oracle ORACLE = new Oracle();
  private static final Recipe RECIPE = Exactness.recipe(LOSSLESS, 160);
  private static final VipsWriter WRITER = new VipsWriter(Darkroom.VIPS);

  private final Darkroom darkroom = new Darkroom();

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  private static Map<String, byte[]> originals() {
    Picture scene = Picture.scene(200, 150);
    Picture glass = Picture.glass(200, 150);
    Picture flat = Picture.paint(150, 90, (x, y) -> 0xff000000 | (x / 10 * 7 + y / 10 * 31) % 200);
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("photo", Png.of(Png.Type.RGB).encode(scene));
    all.put("16 bits", Png.of(Png.Type.RGB).deep().encode(scene));
    all.put("16 bits, alpha", Png.of(Png.Type.RGBA).deep().encode(glass));
    all.put("alpha", Png.of(Png.Type.RGBA).encode(glass));
    all.put("alpha, not resized", Png.of(Png.Type.RGBA).encode(Picture.glass(150, 100)));
    all.put("palette", Png.of(Png.Type.PALETTE).encode(flat));
    all.put("grey JPEG", Jpeg.plain(90).inGrey().encode(scene));
    all.put("grey, 16 bits", Png.of(Png.Type.GREY).deep().encode(scene));
    all.put("turned JPEG", Jpeg.plain(90).with(Jpeg.Segment.exif(Exif.of(6))).encode(scene));
    all.put("CMYK JPEG", WRITER.cmykJpeg(scene, "Q=95"));
    all.put(
        "Display P3",
        Png.of(Png.Type.RGB).with(Png.Chunk.profile(WRITER.profile("p3"))).encode(scene));
    all.put("TIFF", Tiff.plain().encode(scene));
    all.put("1 × 1", Png.of(Png.Type.RGB).encode(Picture.plain(1, 1, 0xff123456)));
    all.put("1 × 1, invisible", Png.of(Png.Type.RGBA).encode(Picture.plain(1, 1, 0x00123456)));
    all.put("3 × 900", Png.of(Png.Type.RGBA).encode(Picture.glass(3, 900)));
    all.put("animation", new Gif(70, 0).encode(List.of(flat, flat.stored(3))));
    return all;
  }

  static Stream<String> names() {
    return originals().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFormatHoldsThePixelsOfItsLevel(String name) {
    byte[] original = originals().get(name);
    Picture wanted = darkroom.decode(original, RECIPE);
    Developed developed = darkroom.develop(original, RECIPE);
    boolean moves = developed.header().frames() > 1;
    for (Format format : LOSSLESS.all()) {
      if (format != Format.WEBP || !moves) {
        assertSame(
            name + " as " + format, wanted, ORACLE.decode(format, developed.variant(160, format)));
      }
    }
    byte[] png = developed.variant(160, Format.PNG);
    assertThat(List.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND")).containsAll(chunks(png));
    assertThat(png[24]).isIn((byte) 1, (byte) 2, (byte) 4, (byte) 8);
    Map<String, byte[]> again = darkroom.develop(original, RECIPE).files();
    developed.files().forEach((file, bytes) -> assertThat(again.get(file)).isEqualTo(bytes));
  }

  private byte[] png(Picture picture) {
    return darkroom.develop(Png.of(Png.Type.RGBA).encode(picture), RECIPE).variant(160, Format.PNG);
  }

  @Test
  void aPhotoIsInTrueColor() {
    assertThat(
            layout(
                darkroom
                    .develop(Png.of(Png.Type.RGB).encode(Picture.scene(200, 150)), RECIPE)
                    .variant(160, Format.PNG)))
        .isEqualTo("8 bits, type 2");
    assertThat(layout(png(Picture.glass(200, 150)))).isEqualTo("8 bits, type 6");
  }

  /// Random pixels of so many colours of a cube; the first row has all.
  private static Picture colors(int count) {
    RandomGenerator random = Seeds.random(count);
    return Picture.paint(
        160,
        160,
        (x, y) -> {
          int i = y < 2 ? (160 * y + x) % count : random.nextInt(count);
          return 0xff000000 | (i % 8) << 21 | (i / 8 % 8) << 13 | (i / 64) * 25;
        });
  }

  @Test
  void fewColorsHaveAPaletteOfTheFewestBits() {
    assertThat(layout(png(colors(1)))).isEqualTo("1 bits, type 3");
    assertThat(layout(png(colors(2)))).isEqualTo("1 bits, type 3");
    assertThat(layout(png(colors(3)))).isEqualTo("2 bits, type 3");
    assertThat(layout(png(colors(4)))).isEqualTo("2 bits, type 3");
    assertThat(layout(png(colors(16)))).isEqualTo("4 bits, type 3");
    assertThat(layout(png(colors(17)))).isEqualTo("8 bits, type 3");
    assertThat(layout(png(colors(256)))).isEqualTo("8 bits, type 3");
    assertThat(layout(png(colors(257)))).isEqualTo("8 bits, type 6");
  }

  @Test
  void aPaletteMayBeTransparent() {
    Picture sticker =
        Picture.paint(
            160,
            90,
            (x, y) -> x < 40 ? 0x00102030 : x < 80 ? 0x80ff0000 : x < 120 ? 0x01204060 : -1);
    byte[] png = png(sticker);
    assertThat(layout(png)).isEqualTo("2 bits, type 3");
    assertThat(chunks(png)).contains("tRNS");
    assertSame("sticker", sticker, ORACLE.decode(Format.PNG, png));
  }

  /// A palette holds one of them: then the file is in true colour.
  @Test
  void severalColorsUnderFullTransparencyAreKept() {
    Picture hidden =
        Picture.paint(
            160, 90, (x, y) -> (x < 80 ? 0 : 0xff000000) | (y < 45 ? 0xff0000 : 0x0000ff));
    Developed developed =
        darkroom.develop(Png.of(Png.Type.RGBA).encode(hidden), Exactness.recipe(LOSSLESS, 160));
    for (Format format : LOSSLESS.all()) {
      assertSame(format.id(), hidden, ORACLE.decode(format, developed.variant(160, format)));
    }
  }

  @Test
  void aHugeFlatPictureIsTiny() {
    Picture huge =
        Picture.paint(4000, 4000, (x, y) -> (x / 500 + y / 500) % 2 == 0 ? 0xff204080 : 0xffffffff);
    byte[] png =
        darkroom
            .develop(Png.of(Png.Type.RGB).encode(huge), Exactness.recipe(Exactness.png(6), 4000))
            .variant(4000, Format.PNG);
    assertThat(layout(png)).isEqualTo("1 bits, type 3");
    assertThat(png.length).isLessThan(20_000);
  }

  @Test
  void anAnimationMovesInLosslessWebpAndShowsItsFirstFrameElsewhere() {
    List<Picture> frames =
        List.of(
            Picture.paint(120, 80, (x, y) -> x < 60 ? 0xffc02020 : 0xff20c020),
            Picture.paint(120, 80, (x, y) -> x < 30 ? 0xff2020c0 : 0xffc0c020));
    Developed developed = darkroom.develop(new Gif(70, 0).encode(frames), RECIPE);
    byte[] webp = developed.variant(160, Format.WEBP);
    List<Picture> seen = WebpFrames.of(webp).composed(ORACLE.frames(webp));
    assertThat(seen).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertSame("frame " + i, frames.get(i), seen.get(i));
    }
    assertSame(
        "PNG", frames.getFirst(), ORACLE.decode(Format.PNG, developed.variant(160, Format.PNG)));
  }

  @Test
  void moreEffortMakesASmallerFileOfTheSamePixels() {
    byte[] original = Png.of(Png.Type.RGB).encode(Picture.scene(300, 200));
    byte[] quick = made(original, 1);
    byte[] thorough = made(original, 9);
    assertThat(thorough.length).isLessThan(quick.length);
    assertSame("effort", ORACLE.decode(Format.PNG, quick), ORACLE.decode(Format.PNG, thorough));
  }

  private byte[] made(byte[] original, int effort) {
    return darkroom
        .develop(original, Exactness.recipe(Exactness.png(effort), 300))
        .variant(300, Format.PNG);
  }
}
