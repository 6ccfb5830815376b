package dev.tintype.render.decode;

import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsException;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// Checks whether the ICC profile in an image's header can be used (ICC.1:2022, 7.2).
///
/// @param image its header holds the profile; its pixels are not read
record EmbeddedProfile(Vips vips, VipsImage image) {

  private static final int HEADER_BYTES = 128;
  private static final int CLASS = 12;
  private static final int SPACE = 16;
  private static final int SIGNATURE = 36;
  private static final int TAG_BYTES = 12;
  private static final int MOST_TAGS = 100;

  /// Profile classes that describe the colours of pixels: scanner, display, printer, colour space.
  private static final Set<String> OF_PIXELS = Set.of("scnr", "mntr", "prtr", "spac");

  private static final Set<String> TABLES = Set.of("A2B0", "A2B1", "A2B2", "D2B0", "D2B1", "D2B2");

  /// Returns whether it is a valid profile for such pixels and can be linked with sRGB's.
  boolean isUsable() {
    return image.bytesField("icc-profile-data").filter(this::fits).isPresent() && links();
  }

  private boolean fits(byte[] profile) {
    if (profile.length < HEADER_BYTES + 4
        || !text(profile, SIGNATURE).equals("acsp")
        || !OF_PIXELS.contains(text(profile, CLASS))) {
      return false;
    }
    Set<String> tags = tags(profile);
    boolean tables = tags.stream().anyMatch(TABLES::contains);
    int channels = image.bands() - (image.hasAlpha() ? 1 : 0);
    return switch (text(profile, SPACE)) {
      case "GRAY" -> channels == 1 && (tables || tags.contains("kTRC"));
      case "RGB " ->
          channels == 3 && (tables || tags.containsAll(Set.of("rTRC", "gTRC", "bTRC", "rXYZ")));
      case "Lab " -> channels == 3 && tables;
      case "CMYK" -> channels == 4 && tables;
      default -> false;
    };
  }

  /// The names of the tags that lie inside the profile; none when the tag list does not.
  private static Set<String> tags(byte[] profile) {
    ByteBuffer buffer = ByteBuffer.wrap(profile);
    int count = buffer.getInt(HEADER_BYTES);
    Set<String> names = new HashSet<>();
    if (count < 0 || count > MOST_TAGS || HEADER_BYTES + 4 + TAG_BYTES * count > profile.length) {
      return names;
    }
    for (int i = 0; i < count; i++) {
      int tag = HEADER_BYTES + 4 + TAG_BYTES * i;
      long end = (buffer.getInt(tag + 4) & 0xffffffffL) + (buffer.getInt(tag + 8) & 0xffffffffL);
      if (end <= profile.length) {
        names.add(text(profile, tag));
      }
    }
    return names;
  }

  private static String text(byte[] profile, int at) {
    return new String(profile, at, 4, StandardCharsets.ISO_8859_1);
  }

  /// libvips links the profiles before it reads the first pixel.
  private boolean links() {
    try (VipsImage _ =
        vips.image(
            VipsOperation.named("icc_transform")
                .with("in", image)
                .with("embedded", true)
                .with("output-profile", "srgb"))) {
      return true;
    } catch (VipsException e) {
      return false;
    }
  }
}
