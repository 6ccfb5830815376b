package dev.tintype.render.specimens;

import dev.tintype.vips.BandFormat;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsBlob;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Writes formats that need a real encoder, with libvips: AVIF, WebP, CMYK.
public final class VipsWriter {

  private final Vips vips;

  /// @param vips a started libvips
  public VipsWriter(Vips vips) {
    this.vips = vips;
  }

  /// The bytes of a profile that libvips contains, such as `p3` or `cmyk`.
  public byte[] profile(String name) {
    try (var outputs = vips.outputs(VipsOperation.named("profile_load").with("name", name));
        VipsBlob blob = outputs.blob("profile")) {
      return bytes(blob);
    }
  }

  /// Saves a picture by an operation such as `heifsave_buffer`, with its options.
  public byte[] encode(Picture picture, VipsOperation save) {
    try (Arena arena = Arena.ofConfined();
        VipsImage image = image(arena, picture, picture.hasAlpha() ? 4 : 3)) {
      return saved(image, save);
    }
  }

  /// Saves a picture with a profile, whether its bytes are valid or not.
  public byte[] withProfile(Picture picture, byte[] profile, VipsOperation save) {
    try (Arena arena = Arena.ofConfined();
        VipsImage image = image(arena, picture, picture.hasAlpha() ? 4 : 3);
        VipsImage tagged = image.copy()) {
      tagged.setField("icc-profile-data", profile);
      return saved(tagged, save);
    }
  }

  /// Saves AVIF with these options, such as `bitdepth=12,subsample-mode=off`.
  public byte[] avif(Picture picture, String options) {
    return encode(
        picture,
        VipsOperation.named("heifsave_buffer")
            .with("compression", "av1")
            .with("Q", 90)
            .with("effort", 0)
            .withOptions(options));
  }

  /// Saves WebP with these options, such as `lossless`.
  public byte[] webp(Picture picture, String options) {
    return encode(picture, VipsOperation.named("webpsave_buffer").withOptions(options));
  }

  /// Adds an EXIF orientation to a lossless WebP, animated when there are several frames.
  public byte[] webp(List<Picture> frames, int[] delaysMs, int loops, int orientation) {
    Picture first = frames.getFirst();
    Picture strip =
        Picture.paint(
            first.width(),
            first.height() * frames.size(),
            (x, y) -> frames.get(y / first.height()).at(x, y % first.height()));
    try (Arena arena = Arena.ofConfined();
        VipsImage image = image(arena, strip, strip.hasAlpha() ? 4 : 3);
        VipsImage moving = image.copy()) {
      moving.setField("page-height", first.height());
      moving.setField("delay", delaysMs);
      moving.setField("loop", loops);
      if (orientation != 1) {
        moving.setField("orientation", orientation);
      }
      return saved(moving, VipsOperation.named("webpsave_buffer").with("lossless", true));
    }
  }

  /// A CMYK JPEG from ink values, 0 (none) to 255 (full), black in the highest byte.
  ///
  /// @param kymc black, yellow, magenta, cyan
  public byte[] cmykJpeg(Picture kymc, String options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pixels = arena.allocate((long) kymc.width() * kymc.height() * 4);
      for (int i = 0; i < kymc.width() * kymc.height(); i++) {
        int ink = kymc.at(i % kymc.width(), i / kymc.width());
        pixels.set(ValueLayout.JAVA_INT_UNALIGNED, 4L * i, ink);
      }
      try (VipsImage raw =
              vips.fromMemory(pixels, kymc.width(), kymc.height(), 4, BandFormat.UCHAR);
          VipsImage cmyk =
              vips.image(
                  VipsOperation.named("copy").with("in", raw).with("interpretation", "cmyk"))) {
        return saved(
            cmyk, VipsOperation.named("jpegsave_buffer").with("Q", 95).withOptions(options));
      }
    }
  }

  private VipsImage image(Arena arena, Picture picture, int bands) {
    MemorySegment pixels = arena.allocate((long) picture.width() * picture.height() * bands);
    long at = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int[] c = picture.channels(x, y);
        for (int band = 0; band < bands; band++) {
          pixels.set(ValueLayout.JAVA_BYTE, at++, (byte) c[band]);
        }
      }
    }
    try (VipsImage raw =
        vips.fromMemory(pixels, picture.width(), picture.height(), bands, BandFormat.UCHAR)) {
      return vips.image(VipsOperation.named("copy").with("in", raw).with("interpretation", "srgb"));
    }
  }

  /// Saves a libvips image by an operation into bytes.
  public byte[] saved(VipsImage image, VipsOperation save) {
    try (VipsBlob blob = vips.blob(save.with("in", image))) {
      return bytes(blob);
    }
  }

  private static byte[] bytes(VipsBlob blob) {
    return blob.asSegment().toArray(ValueLayout.JAVA_BYTE);
  }
}
