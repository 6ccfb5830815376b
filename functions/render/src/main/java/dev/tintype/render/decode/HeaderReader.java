package dev.tintype.render.decode;

import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Rejection;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.format.gif.GifFile;
import dev.tintype.render.format.jpeg.JpegFile;
import dev.tintype.render.format.png.ApngEnd;
import dev.tintype.render.format.png.PngAnimation;
import dev.tintype.render.format.png.PngChecksums;
import dev.tintype.render.format.png.PngChunks;
import dev.tintype.render.format.tiff.TiffOriginal;
import dev.tintype.render.format.webp.WebpEnd;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import dev.tintype.vips.BandFormat;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsException;
import dev.tintype.vips.VipsImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Reads an original's header without decoding a pixel.
public final class HeaderReader {

  /// CMYK with alpha.
  private static final int MOST_BANDS = 5;

  private final Vips vips;

  public HeaderReader(Vips vips) {
    this.vips = vips.during("header");
  }

  /// @param file the whole file in native memory
  /// @throws Unrenderable when the format is not supported, or the header is broken
  public Header read(MemorySegment file) {
    OriginalFormat format = format(file);
    switch (format) {
      case GIF -> {
        return GifFile.of(new NativeBytes(file)).header();
      }
      case TIFF -> {
        return tiff(file);
      }
      case PNG -> requireChecksums(file);
      case WEBP -> requireEnd(file);
      case JPEG, AVIF -> {}
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment readable = readable(format, file, arena);
      return read(format, ReadableOriginal.of(format, readable, arena), file);
    }
  }

  private static void requireChecksums(MemorySegment file) {
    if (new PngChecksums(new NativeBytes(file)).areBroken()) {
      throw new Unrenderable(
          Damage.verdict(OriginalFormat.PNG, file), "a chunk that pixels need is damaged");
    }
    if (new ApngEnd(new NativeBytes(file)).missing()) {
      throw new Unrenderable(Rejection.TRUNCATED, "the file ends before its last frame");
    }
  }

  /// libwebp refuses such a file too, but only after its code has parsed it.
  private static void requireEnd(MemorySegment file) {
    if (new WebpEnd(new NativeBytes(file)).missing()) {
      throw new Unrenderable(Rejection.TRUNCATED, "the file ends before its RIFF length says so");
    }
  }

  private Header read(OriginalFormat format, ReadableOriginal original, MemorySegment file) {
    try (VipsImage image = vips.fromBuffer(original.file(), "")) {
      if (image.textField("heif-compression").filter(codec -> !codec.equals("av1")).isPresent()) {
        throw new Unrenderable(Rejection.UNSUPPORTED_CODEC, "HEIF with another codec than AV1");
      }
      if (image.bands() > MOST_BANDS || isComplex(image.format())) {
        throw new Unrenderable(
            Rejection.UNSUPPORTED_FORMAT, image.bands() + " channels of " + image.format());
      }
      return header(format, image, colors(original, image), new NativeBytes(file));
    } catch (VipsException e) {
      throw new Unrenderable(Damage.verdict(format, file), e.toString(), e);
    }
  }

  /// Returns the header after its profile has been checked. A file that cannot be opened for that
  /// check gets its verdict during decoding.
  private Header tiff(MemorySegment file) {
    Header header = TiffOriginal.of(new NativeBytes(file)).header();
    if (!header.profile()) {
      return header;
    }
    try (TiffImage tiff = new TiffImage(vips, file, "warning")) {
      return new EmbeddedProfile(vips, tiff.image()).isUsable()
          ? header
          : header.with(ColorSource.UNUSABLE_PROFILE);
    } catch (VipsException e) {
      return header;
    }
  }

  /// The bytes from which libvips can read a header.
  private static MemorySegment readable(OriginalFormat format, MemorySegment file, Arena arena) {
    return format == OriginalFormat.JPEG
        ? Damage.whole(JpegFile.header(new NativeBytes(file))).in(arena)
        : file;
  }

  private static OriginalFormat format(MemorySegment file) {
    byte[] head =
        file.asSlice(0, Math.min(file.byteSize(), OriginalFormat.SNIFF_BYTES))
            .toArray(ValueLayout.JAVA_BYTE);
    return switch (OriginalFormat.sniff(head)) {
      case OriginalFormat.Sniffed.Known(OriginalFormat format) -> format;
      case OriginalFormat.Sniffed.Heic() ->
          throw new Unrenderable(Rejection.UNSUPPORTED_CODEC, "a HEIC brand");
      case OriginalFormat.Sniffed.Unknown() ->
          throw new Unrenderable(Rejection.UNSUPPORTED_FORMAT, "unknown first bytes");
    };
  }

  private static boolean isComplex(BandFormat format) {
    return format == BandFormat.COMPLEX || format == BandFormat.DPCOMPLEX;
  }

  /// Pages of a TIFF and images of an AVIF are not frames: the first one is the picture.
  private static int frames(
      OriginalFormat format, VipsImage image, Optional<PngAnimation> animation) {
    return switch (format) {
      // Not libvips' own page count: above 10,000 pages it returns 1.
      case GIF, WEBP -> Math.max(1, image.intField("n-pages").orElse(1));
      case PNG -> animation.map(moving -> moving.frames().size()).orElse(1);
      case JPEG, AVIF, TIFF -> 1;
    };
  }

  private ColorSource colors(ReadableOriginal original, VipsImage image) {
    boolean embedded = image.fields().contains("icc-profile-data");
    if (original.overrulesProfile()) {
      return original.statement().isPresent() ? ColorSource.STATEMENT : ColorSource.NONE;
    }
    if (embedded || original.namesProfile()) {
      return embedded && new EmbeddedProfile(vips, image).isUsable()
          ? ColorSource.PROFILE
          : ColorSource.UNUSABLE_PROFILE;
    }
    return original.statement().isPresent() ? ColorSource.STATEMENT : ColorSource.NONE;
  }

  private static Header header(
      OriginalFormat format, VipsImage image, ColorSource colors, NativeBytes file) {
    Optional<PngAnimation> animation =
        format == OriginalFormat.PNG ? PngAnimation.of(file, PngChunks.of(file)) : Optional.empty();
    int deepest = image.intField("bits-per-sample").orElse(8 * image.format().bytes());
    return new Header(
        format,
        new Dimensions(image.width(), image.pageHeight()),
        Math.clamp(image.orientation(), 1, 8),
        frames(format, image, animation),
        image.bands(),
        Math.max(deepest, 8 * image.format().bytes()),
        image.hasAlpha() || animation.filter(PngAnimation::clears).isPresent(),
        HeldPixels.of(format, image, file),
        colors,
        file.length());
  }
}
