package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.VipsWriter;
import dev.tintype.vips.VipsOperation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Metadata of a camera or a program never reaches a variant.
final class MetadataTest {

  /// The names of all metadata blocks in the three formats.
  private static final List<String> MARKS =
      List.of(
          "Exif",
          "EXIF",
          "exif",
          "XMP ",
          "xmpmeta",
          "ns.adobe.com",
          "ICC_PROFILE",
          "ICCP",
          "prof",
          "rICC",
          "acsp",
          "Photoshop",
          "GPS",
          "mime",
          "JFXX",
          "Adobe",
          "SecretCamera");

  private static final String XMP =
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + Exif.CAMERA + "</x:xmpmeta>";

  private static final Picture SCENE = Picture.scene(400, 300);
  private final Darkroom darkroom = new Darkroom();
  private final VipsWriter vips = new VipsWriter(Darkroom.VIPS);

  @Test
  void jpegMetadataIsRemoved() {
    byte[] original =
        Jpeg.plain(90)
            .with(Jpeg.Segment.exif(Exif.of(6)))
            .with(Jpeg.Segment.xmp(XMP))
            .with(Jpeg.Segment.profile(vips.profile("p3")))
            .with(new Jpeg.Segment(0xed, ("Photoshop 3.0\0" + Exif.CAMERA).getBytes(ISO)))
            .with(new Jpeg.Segment(0xfe, Exif.CAMERA.getBytes(ISO)))
            .encode(SCENE);
    assertClean(original);
  }

  private static final java.nio.charset.Charset ISO = StandardCharsets.ISO_8859_1;

  @Test
  void pngMetadataIsRemoved() {
    byte[] text = ("XML:com.adobe.xmp\0\0\0\0\0" + XMP).getBytes(ISO);
    assertClean(
        Png.of(Png.Type.RGBA)
            .with(Png.Chunk.profile(vips.profile("p3")))
            .with(Png.Chunk.exif(Exif.of(3)))
            .with(new Png.Chunk("iTXt", text))
            .with(new Png.Chunk("tEXt", ("Author\0" + Exif.CAMERA).getBytes(ISO)))
            .encode(Picture.glass(400, 300)));
  }

  @Test
  void animatedWebpMetadataIsRemoved() {
    assertClean(
        vips.webp(List.of(SCENE, Picture.glass(400, 300), SCENE), new int[] {50, 50, 50}, 0, 6));
  }

  @Test
  void avifMetadataIsRemoved() {
    byte[] p3 =
        vips.encode(
            SCENE,
            VipsOperation.named("heifsave_buffer")
                .with("compression", "av1")
                .with("effort", 0)
                .with("profile", "p3")
                .with("keep", "all"));
    assertThat(new String(p3, ISO)).containsAnyOf("prof", "rICC");
    assertClean(p3);
  }

  private void assertClean(byte[] original) {
    Developed developed = darkroom.develop(original, Golden.RECIPE);
    for (Map.Entry<String, byte[]> file : developed.files().entrySet()) {
      String text = new String(file.getValue(), ISO);
      String head = text.substring(0, Math.min(text.length(), 700));
      assertThat(head).as(file.getKey()).doesNotContain(MARKS);
      assertThat(text)
          .as(file.getKey())
          .doesNotContain(Exif.CAMERA, "xmpmeta", "ICC_PROFILE", "acsp");
      if (file.getKey().endsWith(".jpg")) {
        assertThat(applicationSegments(file.getValue())).as(file.getKey()).isSubsetOf(0xe0);
      } else if (file.getKey().endsWith(".webp")) {
        assertThat(chunks(file.getValue()))
            .as(file.getKey())
            .isSubsetOf("VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF");
      }
    }
  }

  private static List<Integer> applicationSegments(byte[] jpeg) {
    List<Integer> found = new java.util.ArrayList<>();
    for (int at = 2; (jpeg[at + 1] & 0xff) != 0xda; ) {
      int marker = jpeg[at + 1] & 0xff;
      if ((marker >= 0xe0 && marker <= 0xef) || marker == 0xfe) {
        found.add(marker);
      }
      at += 2 + ((jpeg[at + 2] & 0xff) << 8 | (jpeg[at + 3] & 0xff));
    }
    return found;
  }

  private static List<String> chunks(byte[] webp) {
    List<String> found = new java.util.ArrayList<>();
    for (int at = 12; at + 8 <= webp.length; ) {
      found.add(new String(webp, at, 4, ISO));
      int length =
          java.nio.ByteBuffer.wrap(webp).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(at + 4);
      at += 8 + length + (length & 1);
    }
    return found;
  }
}
