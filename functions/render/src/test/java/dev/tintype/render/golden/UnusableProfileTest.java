package dev.tintype.render.golden;

import static dev.tintype.render.golden.Patch.GREY;
import static dev.tintype.render.golden.Patch.RED;
import static dev.tintype.render.golden.Patch.assertShows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.specimens.Avif;
import dev.tintype.render.specimens.Bytes;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.VipsWriter;
import dev.tintype.vips.VipsOperation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Unusable profiles: in all five formats the picture is shown as if it had no profile, and the
/// header says so.
final class UnusableProfileTest {

  private final VipsWriter vips = new VipsWriter(Darkroom.VIPS);
  private final Darkroom darkroom = new Darkroom();

  private Map<String, byte[]> unusable() {
    byte[] p3 = vips.profile("p3");
    Map<String, byte[]> profiles = new LinkedHashMap<>();
    profiles.put("the type of its shared rTRC zeroed", with(p3, tag(p3, "rTRC"), new byte[4]));
    profiles.put("the type of its rXYZ zeroed", with(p3, tag(p3, "rXYZ"), new byte[4]));
    profiles.put("no signature", with(p3, 36, new byte[4]));
    profiles.put("an abstract one", with(p3, 12, text("abst")));
    profiles.put("a device link", with(p3, 12, text("link")));
    profiles.put("named colours", with(p3, 12, text("nmcl")));
    profiles.put("an unknown connection space", with(p3, 20, text("RGB ")));
    profiles.put("colours of inks", with(p3, 16, text("CMYK")));
    profiles.put("grey", with(p3, 16, text("GRAY")));
    profiles.put("cut off in its list of tags", Arrays.copyOf(p3, 200));
    profiles.put("cut off in its head", Arrays.copyOf(p3, 40));
    profiles.put("a single byte", new byte[] {1});
    profiles.put("no end of tags", with(p3, 128, new byte[] {-1, -1, -1, -1}));
    profiles.put("zeros", new byte[400]);
    profiles.put("of inks, for pixels that are none", vips.profile("cmyk"));
    return profiles;
  }

  private static byte[] with(byte[] profile, int at, byte[] other) {
    byte[] changed = profile.clone();
    System.arraycopy(other, 0, changed, at, other.length);
    return changed;
  }

  private static int tag(byte[] profile, String name) {
    String all = new String(profile, StandardCharsets.ISO_8859_1);
    return ByteBuffer.wrap(profile).getInt(all.indexOf(name, 128) + 4);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void anUnusableProfileIsIgnored() {
    byte[] p3 = vips.profile("p3");
    unusable()
        .forEach((what, profile) -> {
          Map<String, byte[]> files = new LinkedHashMap<>();
          files.put("png", Png.of(Png.Type.RGB).with(Png.Chunk.profile(profile)).encode(RED));
          files.put("jpeg", jpeg(profile));
          files.put("webp", webp(profile));
          files.put("avif", avif(profile));
          if (profile.length == p3.length) {
            files.put("tiff", tiff(profile));
          }
          files.forEach((format, file) -> {
            assertShows(file, 200, 40, 40);
            assertThat(darkroom.develop(file, Golden.RECIPE).header().colors())
                .as("%s, %s", format, what)
                .isEqualTo(ColorSource.UNUSABLE_PROFILE);
          });
        });
  }

  private static byte[] jpeg(byte[] profile) {
    Jpeg jpeg = Jpeg.plain(98);
    return profile.length > 60_000
        ? jpeg.with(Jpeg.Segment.profile(Arrays.copyOf(profile, 60_000))).encode(RED)
        : jpeg.with(Jpeg.Segment.profile(profile)).encode(RED);
  }

  /// libvips' own writer replaces some of these profiles
  /// (https://developers.google.com/speed/webp/docs/riff_container).
  private byte[] webp(byte[] profile) {
    byte[] plain = vips.webp(RED, "lossless");
    int pixels = new String(plain, StandardCharsets.ISO_8859_1).indexOf("VP8L");
    byte[] chunks =
        new Bytes()
            .text("WEBPVP8X")
            .u32le(10)
            .u32le(0x20)
            .u24le(63)
            .u24le(63)
            .text("ICCP")
            .u32le(profile.length)
            .raw(Arrays.copyOf(profile, profile.length + (profile.length & 1)))
            .raw(Arrays.copyOfRange(plain, pixels, plain.length))
            .done();
    return new Bytes().text("RIFF").u32le(chunks.length).raw(chunks).done();
  }

  private byte[] avif(byte[] profile) {
    return Avif.of(vips.avif(RED, "subsample-mode=off,Q=100"), 64, 64).profile(profile).still();
  }

  /// A profile of the same length replaces the one that libvips has written.
  private byte[] tiff(byte[] profile) {
    byte[] p3 = vips.profile("p3");
    byte[] file = vips.withProfile(RED, p3, VipsOperation.named("tiffsave_buffer"));
    String all = new String(file, StandardCharsets.ISO_8859_1);
    return with(file, all.indexOf(new String(p3, StandardCharsets.ISO_8859_1)), profile);
  }

  @Test
  void anUnusableProfileOfAGreyPictureIsIgnored() {
    unusable()
        .forEach((what, profile) -> {
          byte[] grey = Png.of(Png.Type.GREY).with(Png.Chunk.profile(profile)).encode(GREY);
          assertShows(grey, 128, 128, 128);
        });
  }

  @Test
  void aUsableProfileIsApplied() {
    byte[] p3 = vips.profile("p3");
    assertShows(avif(p3), 218, 0, 26);
    assertShows(tiff(p3), 218, 0, 26);
    assertShows(jpeg(p3), 218, 0, 26);
    assertShows(webp(p3), 218, 0, 26);
    byte[] png = Png.of(Png.Type.RGB).with(Png.Chunk.profile(p3)).encode(RED);
    assertShows(png, 218, 0, 26);
    assertThat(darkroom.develop(png, Golden.RECIPE).header().colors())
        .isEqualTo(ColorSource.PROFILE);
  }
}
