package dev.tintype.render.decode;

import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Rejection;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.format.avif.AvifEnd;
import dev.tintype.render.format.jpeg.JpegFile;
import dev.tintype.render.format.jpeg.JpegVerdict;
import dev.tintype.render.format.jpeg.ReadableJpeg;
import dev.tintype.render.format.png.PngEnd;
import dev.tintype.render.format.tiff.TiffExtent;
import dev.tintype.render.format.webp.WebpEnd;
import java.lang.foreign.MemorySegment;

/// Tells a truncated file from a damaged one by its structure alone, because libvips' messages do
/// not distinguish them. A file that has its end mark was not truncated, whatever its length fields
/// say.
public final class Damage {

  private Damage() {}

  /// Classifies a file that a decoder has refused.
  ///
  /// @return [Rejection#TRUNCATED] when the file ends before its format says so, else
  ///   [Rejection#CORRUPT]
  public static Rejection verdict(OriginalFormat format, MemorySegment file) {
    NativeBytes bytes = new NativeBytes(file);
    boolean cutOff =
        switch (format) {
          case JPEG -> JpegFile.endsEarly(bytes);
          case PNG -> new PngEnd(bytes).missing();
          case WEBP -> new WebpEnd(bytes).missing();
          case AVIF -> new AvifEnd(bytes).missing();
          // Its own reader decides before a decoder sees it.
          case GIF -> false;
          case TIFF -> TiffExtent.isCutOff(bytes);
        };
    return cutOff ? Rejection.TRUNCATED : Rejection.CORRUPT;
  }

  /// Returns a JPEG whose coded data is complete.
  ///
  /// @throws Unrenderable when data is missing or impossible, or no decoder here reads this kind
  static ReadableJpeg whole(JpegVerdict verdict) {
    return switch (verdict) {
      case JpegVerdict.Whole(ReadableJpeg readable) -> readable;
      case JpegVerdict.Cut(String why) -> throw new Unrenderable(Rejection.TRUNCATED, why);
      case JpegVerdict.Damaged(String why) -> throw new Unrenderable(Rejection.CORRUPT, why);
      case JpegVerdict.Unread(String what) ->
          throw new Unrenderable(Rejection.UNSUPPORTED_CODEC, what);
    };
  }
}
