package dev.tintype.render.fit;

import static dev.tintype.core.OriginalFormat.AVIF;
import static dev.tintype.core.OriginalFormat.GIF;
import static dev.tintype.core.OriginalFormat.JPEG;
import static dev.tintype.core.OriginalFormat.PNG;
import static dev.tintype.core.OriginalFormat.TIFF;
import static dev.tintype.core.OriginalFormat.WEBP;

import dev.tintype.render.fit.Kind.Save;
import java.util.List;
import java.util.stream.Stream;

/// Every kind of original that is measured.
final class Grid {

  private static final String LOSSY = "Q=30,effort=0";
  private static final String LOSSLESS = "lossless,effort=0";
  private static final String FULL = ",subsample-mode=off";
  private static final String AV1 = "compression=av1,effort=0,Q=20";

  private Grid() {}

  static List<Kind> kinds() {
    return Stream.of(jpegs(), pngs(), webps(), avifs(), moving(), tiffs())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Kind> jpegs() {
    Save save = new Save("jpegsave_buffer", "Q=50");
    Kind plain = Kind.of("JPEG", JPEG, 10_000, save);
    return List.of(
        plain,
        plain.named("JPEG of noise").ofNoise(),
        plain.named("JPEG, turned").turned(),
        plain.named("JPEG, CMYK").inInk(),
        plain.named("JPEG, 2,000 px wide").wide(2000),
        plain.named("progressive JPEG 4:2:0").saved("Q=50,interlace").heldWhole(),
        plain
            .named("progressive JPEG 4:4:4")
            .saved("Q=50,interlace,subsample-mode=off")
            .heldWhole());
  }

  private static List<Kind> pngs() {
    Kind plain = Kind.of("PNG", PNG, 10_000, new Save("pngsave_buffer", "compression=1"));
    Kind deep = plain.named("PNG, 16-bit with alpha").withAlpha().deep();
    String interlaced = "compression=1,interlace";
    return List.of(
        plain,
        deep,
        deep.named("PNG, 16-bit with alpha, 32,768 px wide").wide(32_768),
        plain.named("interlaced PNG").saved(interlaced).heldWhole(),
        deep.named("interlaced PNG, 16-bit with alpha").saved(interlaced).heldWhole());
  }

  private static List<Kind> webps() {
    Kind plain = Kind.of("WebP", WEBP, 16_383, new Save("webpsave_buffer", LOSSY));
    return List.of(
        plain,
        plain.named("WebP with alpha").withAlpha(),
        plain.named("WebP, 2,000 px wide").wide(2000),
        plain.named("WebP of noise, 2,000 px wide").wide(2000).ofNoise(),
        plain.named("lossless WebP").saved(LOSSLESS).heldWhole(),
        plain.named("lossless WebP with alpha").saved(LOSSLESS).withAlpha().heldWhole());
  }

  private static List<Kind> avifs() {
    Kind plain = Kind.of("AVIF", AVIF, 8000, new Save("heifsave_buffer", AV1));
    Kind full = plain.named("AVIF 4:4:4").saved(AV1 + FULL);
    Kind twelve = full.named("AVIF, 12-bit 4:4:4").saved(AV1 + FULL + ",bitdepth=12").deep();
    return List.of(
        plain,
        full,
        plain.named("AVIF with alpha").withAlpha(),
        full.named("AVIF 4:4:4 with alpha").withAlpha(),
        plain.named("AVIF, 10-bit").saved(AV1 + ",bitdepth=10").deep(),
        twelve,
        twelve.named("AVIF, 12-bit 4:4:4 with alpha").withAlpha());
  }

  private static List<Kind> moving() {
    Kind gif = Kind.of("GIF", GIF, 10_000, new Save("gifsave_buffer", "effort=1")).withAlpha();
    Kind webp = Kind.of("WebP", WEBP, 1400, new Save("webpsave_buffer", LOSSY)).heldWhole();
    return List.of(
        gif,
        gif.named("GIF of 50 frames").wide(1400).moving(50),
        gif.named("GIF of 4 frames").wide(4000).moving(4),
        webp.named("WebP of 50 frames").moving(50),
        webp.named("WebP of 4 frames with alpha").wide(4000).withAlpha().moving(4),
        webp.named("lossless WebP of 50 frames with alpha").saved(LOSSLESS).withAlpha().moving(50));
  }

  private static List<Kind> tiffs() {
    String packed = "compression=deflate";
    Kind plain = Kind.of("TIFF", TIFF, 10_000, new Save("tiffsave_buffer", packed));
    String strip = packed + ",tile-height=32768";
    return List.of(
        plain,
        plain.named("TIFF, tiled, 16-bit").saved(packed + ",tile").deep(),
        plain.named("TIFF in one strip").saved(strip).heldWhole(),
        plain
            .named("TIFF in one strip, 16-bit with alpha")
            .saved(strip)
            .withAlpha()
            .deep()
            .heldWhole());
  }
}
