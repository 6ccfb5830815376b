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

/// Tells a file that was cut off from one that is damaged, by its structure alone: libvips' text
/// cannot. A file whose end mark is there was not cut off, whatever its lengths say.
public final class Damage {

  private Damage() {}

  /// The verdict on a file that a decoder has refused.
  ///
  /// @return [Rejection#TRUNCATED] when the file ends before its format says it does, else
  ///   [Rejection#CORRUPT]
  public static Rejection verdict(OriginalFormat format, MemorySegment file) {
    NativeBytes bytes = new NativeBytes(file);
    boolean cutOff =
        switch (format) {
          case JPEG -> JpegFile.endsEarly(bytes);
          case PNG -> new PngEnd(bytes).missing();
          case WEBP -> new WebpEnd(bytes).missing();
          case AVIF -> new AvifEnd(bytes).missing();
          // Its own reader tells before a decoder is asked.
          case GIF -> false;
          case TIFF -> TiffExtent.isCutOff(bytes);
        };
    return cutOff ? Rejection.TRUNCATED : Rejection.CORRUPT;
  }

  /// A JPEG of which all is there.
  ///
  /// @throws Unrenderable when something is missing or impossible, or no decoder here reads it
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
