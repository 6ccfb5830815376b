package dev.tintype.render.decode;

import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Rejection;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.format.gif.GifFile;
import dev.tintype.render.format.jpeg.JpegFile;
import dev.tintype.render.format.jpeg.ReadableJpeg;
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

/// Decodes an original once and streams it into its widest level: upright, 8-bit sRGB.
public final class Decoder {

  private final Vips vips;

  public Decoder(Vips vips) {
    this.vips = vips.during("decode");
  }

  /// @param file the whole file in native memory
  /// @return the pixels, in their own memory
  /// @throws Unrenderable when the pixels are damaged or end too early
  public VipsImage decode(MemorySegment file, Header header, Dimensions widest) {
    return header.format() == OriginalFormat.JPEG
        ? decodeJpeg(file, header, widest)
        : decodeStrictly(file, header, widest);
  }

  /// The complete coded data has already been counted, so a warning of libjpeg does not mean
  /// damage. libjpeg warns of odd metadata and of lost data alike, and of some lost data not at
  /// all.
  private VipsImage decodeJpeg(MemorySegment file, Header header, Dimensions widest) {
    ReadableJpeg jpeg = Damage.whole(JpegFile.check(new NativeBytes(file)));
    try (Arena arena = Arena.ofConfined()) {
      return decode(jpeg.in(arena), header, widest, "error");
    } catch (VipsException e) {
      throw damaged(file, header, e);
    }
  }

  private VipsImage decodeStrictly(MemorySegment file, Header header, Dimensions widest) {
    try {
      return decode(file, header, widest, "warning");
    } catch (VipsException e) {
      throw damaged(file, header, e);
    }
  }

  private static Unrenderable damaged(MemorySegment file, Header header, VipsException e) {
    if (e.detail().contains("been built in")) {
      return new Unrenderable(Rejection.UNSUPPORTED_CODEC, e.toString(), e);
    }
    return new Unrenderable(Damage.verdict(header.format(), file), e.toString(), e);
  }

  private VipsImage decode(MemorySegment file, Header header, Dimensions widest, String failOn) {
    return switch (header.format()) {
      case GIF -> {
        try (GifCanvas canvas = new GifCanvas(GifFile.of(new NativeBytes(file)), 1)) {
          canvas.draw();
          try (VipsImage first = canvas.image(vips)) {
            yield shrunk(opened(first), header, widest);
          }
        }
      }
      case TIFF -> {
        try (TiffImage tiff = new TiffImage(vips, file, failOn)) {
          try (VipsImage image = StoredColors.applied(tiff.image(), header)) {
            yield shrunk(opened(image), header, widest);
          }
        }
      }
      case JPEG, PNG, WEBP, AVIF -> decodeColors(file, header, widest, failOn);
    };
  }

  /// Decodes only as much as the size needs, where the format allows it and the numbers are sRGB's
  /// or its profile's. Otherwise decodes in full and converts the colours before resizing.
  private VipsImage decodeColors(
      MemorySegment file, Header header, Dimensions widest, String failOn) {
    try (Arena arena = Arena.ofConfined()) {
      ReadableOriginal original = ReadableOriginal.of(header.format(), file, arena);
      if (header.colors() != ColorSource.UNUSABLE_PROFILE
          && !original.convertedBeside(header.profile())) {
        return shrunk(
            VipsOperation.named("thumbnail_buffer")
                .with("buffer", original.file())
                .with("option-string", "[fail-on=" + failOn + "]"),
            header,
            widest);
      }
      StoredColors colors = new StoredColors(vips, arena, original, header);
      try (VipsImage stored =
              vips.fromBuffer(original.file(), "[access=sequential,fail-on=" + failOn + "]");
          VipsImage image = colors.converted(stored)) {
        return shrunk(opened(image), header, widest);
      }
    }
  }

  private static VipsOperation opened(VipsImage image) {
    return VipsOperation.named("thumbnail_image").with("in", image);
  }

  /// @param operation a thumbnail operation with its input
  private VipsImage shrunk(VipsOperation operation, Header header, Dimensions widest) {
    VipsOperation thumbnail =
        operation
            .with("width", widest.width())
            .with("height", widest.height())
            .with("size", "force");
    if (header.profile()) {
      thumbnail = thumbnail.with("output-profile", "srgb");
    }
    try (VipsImage resized = vips.image(thumbnail);
        VipsImage srgb = srgb(resized)) {
      return srgb.copyToMemory();
    }
  }

  /// Converts a frame to 8-bit sRGB, by its profile if that is applied. Lazy.
  public VipsImage srgb(VipsImage frame, Header header) {
    if (!header.profile()) {
      return srgb(frame);
    }
    VipsOperation managed =
        VipsOperation.named("icc_transform")
            .with("in", frame)
            .with("embedded", true)
            .with("output-profile", "srgb");
    try (VipsImage image = vips.image(managed)) {
      return srgb(image);
    }
  }

  /// Converts the image to 8-bit sRGB with 3 or 4 bands. Lazy.
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
