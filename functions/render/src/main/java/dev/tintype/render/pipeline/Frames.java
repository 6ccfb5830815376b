package dev.tintype.render.pipeline;

import dev.tintype.render.decode.Decoder;
import dev.tintype.render.plan.Header;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;

/// The frames of an animated original, each complete and upright, in order.
sealed interface Frames extends AutoCloseable permits GifFrames, PngFrames, StackedFrames {

  /// @param file the whole original in native memory
  /// @throws dev.tintype.render.format.Unrenderable when it is damaged
  static Frames of(Vips vips, Decoder decoder, MemorySegment file, Header header) {
    return switch (header.format()) {
      case GIF -> new GifFrames(vips, file);
      case PNG -> new PngFrames(vips, decoder, file, header);
      case JPEG, WEBP, AVIF, TIFF -> new StackedFrames(vips, decoder, file, header);
    };
  }

  /// @return how long each frame is shown, ms
  Optional<int[]> delays();

  /// @return how often it plays; 0 means endlessly
  OptionalInt plays();

  /// Returns the next frame as 8-bit sRGB. Its pixels are computed lazily: read them before the
  /// next call.
  ///
  /// @throws dev.tintype.render.format.Unrenderable when it is damaged
  VipsImage next();

  @Override
  void close();
}
