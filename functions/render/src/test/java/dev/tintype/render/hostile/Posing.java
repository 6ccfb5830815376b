package dev.tintype.render.hostile;

import dev.tintype.render.specimens.Bytes;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Png;
import dev.tintype.vips.Vips;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Files with a false appearance: other contents under an image's name, and images with appended
/// contents.
final class Posing {

  private Posing() {}

  static List<Specimen> all(Vips vips) {
    List<Specimen> all = new ArrayList<>();
    all.add(Specimen.of("no bytes", new byte[0], "truncated"));
    all.add(Specimen.of("one byte", new byte[] {(byte) 0xff}, "unsupported_format"));
    text(all, "a matrix", "3 2\n1 2 3\n4 5 6\n");
    text(all, "words", "this is not an image, whatever its name says\n".repeat(50));
    text(all, "html", "<!doctype html><script>alert(1)</script>");
    text(all, "svg", "<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9'/></svg>");
    text(all, "svg with an entity bomb", laughs());
    text(
        all,
        "svg that reads a file",
        "<?xml version='1.0'?><!DOCTYPE s [<!ENTITY f SYSTEM "
            + "'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&f;</text></svg>");
    text(all, "pdf", "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF");
    text(all, "imagemagick script", "push graphic-context\nimage over 0,0 0,0 '|id'\npop\n");
    text(all, "psd", "8BPS\0\1\0\0\0\0\0\0\0\3\0\0\0\1\0\0\0\1\0\10\0\3");
    text(all, "bmp", "BM6\0\0\0\0\0\0\0006\0\0\0(\0\0\0\1\0\0\0\1\0\0\0\1\0\30\0");
    text(all, "jpeg 2000", "\0\0\0\fjP  \r\n\u0087\n\0\0\0\24ftypjp2 ");
    text(all, "openexr", "v/1\1\2\0\0\0channels\0");
    text(all, "vips", "\u00b6\u00a6\u00f2\b\0\0\0\1\0\0\0\1\0\0\0\1");
    text(all, "fits", "SIMPLE  =                    T / standard");
    all.add(Specimen.of("heic", heif("heic"), "unsupported_codec"));
    all.add(Specimen.of("heic of a burst", heif("hevc"), "unsupported_codec"));
    all.add(Specimen.of("heif of unknown codec", heif("mif1"), "unsupported_codec"));
    all.add(Specimen.of("mp4", heif("isom"), "unsupported_format"));
    all.add(Specimen.of("avif of nothing", heif("avif"), "corrupt", "truncated"));
    for (String magic :
        List.of("GIF89a", "\u0089PNG\r\n\u001a\n", "\u00ff\u00d8\u00ff\u00e0", "II*\0", "MM\0*")) {
      String rest = "words after an image's first bytes ".repeat(9);
      all.add(
          Specimen.of(
              "words behind " + magic.replaceAll("\\W", "."),
              (magic + rest).getBytes(StandardCharsets.ISO_8859_1),
              "corrupt",
              "truncated",
              "too_many_pixels",
              "unsupported_format"));
    }
    all.addAll(polyglots(vips));
    return all;
  }

  private static void text(List<Specimen> all, String name, String text) {
    all.add(Specimen.of(name, text.getBytes(StandardCharsets.ISO_8859_1), "unsupported_format"));
  }

  private static String laughs() {
    StringBuilder out = new StringBuilder("<?xml version='1.0'?><!DOCTYPE s [<!ENTITY a 'ha'>");
    for (char c = 'b'; c < 'k'; c++) {
      String before = "&" + (char) (c - 1) + ";";
      out.append("<!ENTITY ").append(c).append(" '").append(before.repeat(10)).append("'>");
    }
    return out.append("]><svg><text>&j;</text></svg>").toString();
  }

  private static byte[] heif(String brand) {
    return new Bytes()
        .u32(24)
        .text("ftyp")
        .text(brand)
        .u32(0)
        .text(brand)
        .text("mif1")
        .u32(12)
        .text("meta")
        .u32(0)
        .done();
  }

  /// Valid images with other contents after them or in a comment: rendered without those contents.
  private static List<Specimen> polyglots(Vips vips) {
    List<Specimen> all = new ArrayList<>();
    Map<String, byte[]> whole = Whole.files(vips);
    Damaged.PAYLOADS.forEach((what, payload) -> {
      byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
      for (String format : List.of("jpeg", "png", "gif", "lossy webp", "tiff, directory first")) {
        byte[] file = whole.getOrDefault(format, new byte[0]);
        all.add(
            Specimen.of(
                "polyglot: " + format + " and " + what,
                new Bytes().raw(file).raw(bytes).done(),
                "rendered"));
      }
      all.add(
          Specimen.of(
              "polyglot: jpeg with " + what + " in a comment",
              Jpeg.plain(80)
                  .with(new Jpeg.Segment(0xfe, bytes))
                  .with(Jpeg.Segment.exif(Exif.of(1)))
                  .encode(dev.tintype.render.specimens.Picture.scene(64, 48)),
              "rendered"));
      all.add(
          Specimen.of(
              "polyglot: png with " + what + " in a text",
              Png.of(Png.Type.RGB)
                  .with(new Png.Chunk("tEXt", new Bytes().text("c").u8(0).raw(bytes).done()))
                  .encode(dev.tintype.render.specimens.Picture.scene(64, 48)),
              "rendered"));
    });
    return all;
  }
}
