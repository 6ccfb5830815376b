package dev.tintype.render.pipeline;

import dev.tintype.core.Rejection;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import dev.tintype.vips.BandFormat;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsException;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.regex.Pattern;

/// Decodes an original once, streaming into its widest level: oriented, 8-bit sRGB.
final class Decoder {

  /// Complaints about bytes between markers or tags nobody knows; the pixels are whole.
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?i)(extraneous bytes before marker|unknown Adobe color transform|Unknown field with tag"
              + "|unknown tag|junk)");

  private final Vips vips;

  Decoder(Vips vips) {
    this.vips = vips.during("decode");
  }

  /// @param file the whole file in native memory
  /// @return the pixels, in memory of their own
  /// @throws Unrenderable when the pixels are damaged or end too early
  VipsImage decode(MemorySegment file, Header header, Dimensions widest) {
    try {
      return decode(file, header, widest, "warning");
    } catch (VipsException strict) {
      if (!onlyHarmless(strict.detail())) {
        throw damaged(file, header, strict);
      }
      try {
        return decode(file, header, widest, "error");
      } catch (VipsException again) {
        throw damaged(file, header, again);
      }
    }
  }

  private static boolean onlyHarmless(String complaint) {
    return complaint
        .lines()
        .filter(line -> !line.isBlank())
        .allMatch(line -> HARMLESS.matcher(line).find());
  }

  private static Unrenderable damaged(MemorySegment file, Header header, VipsException e) {
    if (e.detail().contains("been built in")) {
      return new Unrenderable(Rejection.UNSUPPORTED_CODEC, e.toString(), e);
    }
    return new Unrenderable(Damage.verdict(header.format(), file), e.toString(), e);
  }

  private VipsImage decode(MemorySegment file, Header header, Dimensions widest, String failOn) {
    try (Arena arena = Arena.ofConfined()) {
      ReadableOriginal original = ReadableOriginal.of(header.format(), file, arena);
      boolean streams =
          header.colors() != ColorSource.UNUSABLE_PROFILE
              && !original.convertedBeside(header.profile());
      try (VipsImage resized =
              streams
                  ? streamed(original.file(), header, widest, failOn)
                  : converted(original, header, widest, failOn, arena);
          VipsImage srgb = srgb(resized)) {
        return srgb.copyToMemory();
      }
    }
  }

  /// Decodes no more than the size needs, where the format allows that.
  private VipsImage streamed(MemorySegment file, Header header, Dimensions widest, String failOn) {
    return vips.image(
        sized(VipsOperation.named("thumbnail_buffer").with("buffer", file), header, widest)
            .with("option-string", "[fail-on=" + failOn + "]"));
  }

  /// Decodes in full and converts the colours before anything is resized.
  private VipsImage converted(
      ReadableOriginal original, Header header, Dimensions widest, String failOn, Arena arena) {
    StoredColors colors = new StoredColors(vips, arena, original, header);
    try (VipsImage stored =
            vips.fromBuffer(original.file(), "[access=sequential,fail-on=" + failOn + "]");
        VipsImage image = colors.converted(stored)) {
      return vips.image(
          sized(VipsOperation.named("thumbnail_image").with("in", image), header, widest));
    }
  }

  private static VipsOperation sized(VipsOperation thumbnail, Header header, Dimensions widest) {
    VipsOperation sized =
        thumbnail
            .with("width", widest.width())
            .with("height", widest.height())
            .with("size", "force");
    return header.profile() ? sized.with("output-profile", "srgb") : sized;
  }

  /// The image as 8-bit sRGB with 3 or 4 bands, lazily.
  VipsImage srgb(VipsImage image) {
    boolean already =
        image.interpretation().equals("srgb")
            && image.format() == BandFormat.UCHAR
            && (image.bands() == 3 || image.bands() == 4);
    if (already) {
      return image.copy();
    }
    try (VipsImage converted =
            vips.image(VipsOperation.named("colourspace").with("in", image).with("space", "srgb"));
        VipsImage narrow =
            vips.image(VipsOperation.named("cast").with("in", converted).with("format", "uchar"))) {
      int wanted = narrow.hasAlpha() ? 4 : 3;
      return narrow.bands() <= wanted
          ? narrow.copy()
          : vips.image(
              VipsOperation.named("extract_band")
                  .with("in", narrow)
                  .with("band", 0)
                  .with("n", wanted));
    }
  }
}
