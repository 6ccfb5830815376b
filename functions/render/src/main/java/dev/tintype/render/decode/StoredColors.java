package dev.tintype.render.decode;

import dev.tintype.render.plan.Header;
import dev.tintype.vips.BandFormat;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import java.lang.foreign.Arena;

/// The conversions that an original's numbers need before they count as sRGB's or as its profile's.
///
/// @param arena must outlive every image made
public record StoredColors(Vips vips, Arena arena, ReadableOriginal original, Header header) {

  /// Converts lazily.
  public VipsImage converted(VipsImage stored) {
    ColorConversion conversion = new ColorConversion(vips, arena);
    int bits =
        stored.format() == BandFormat.USHORT
            ? stored.intField("bits-per-sample").orElse(Short.SIZE)
            : Byte.SIZE;
    try (VipsImage wide = original.narrowGrey() ? conversion.widened(stored, bits) : stored.copy();
        VipsImage straight =
            original.premultiplied() && wide.hasAlpha() ? conversion.straight(wide) : wide.copy();
        VipsImage srgb =
            original.statement().isPresent() && !header.profile()
                ? conversion.toSrgb(straight, original.statement().get(), bits)
                : straight.copy()) {
      return applied(srgb, header);
    }
  }

  /// Returns the image, without its profile if the profile is not applied.
  static VipsImage applied(VipsImage image, Header header) {
    VipsImage result = image.copy();
    if (!header.profile()) {
      result.removeField("icc-profile-data");
    }
    return result;
  }
}
