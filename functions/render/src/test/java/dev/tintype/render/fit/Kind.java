package dev.tintype.render.fit;

import dev.tintype.core.OriginalFormat;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;

/// A kind of original whose decoder uses memory in its own way.
///
/// @param name a short description
/// @param format its format
/// @param width of the grid's originals, px; admission determines their height
/// @param frames number of frames
/// @param pixels the layout of a pixel
/// @param orientation EXIF orientation
/// @param whole whether its decoder holds the whole picture
/// @param noise whether it contains noise instead of waves
/// @param save how it is written
record Kind(
    String name,
    OriginalFormat format,
    int width,
    int frames,
    Pixels pixels,
    int orientation,
    boolean whole,
    boolean noise,
    Save save) {

  /// The layout of a pixel.
  ///
  /// @param bands channels with alpha
  /// @param bits per channel
  /// @param alpha whether the last channel is alpha
  record Pixels(int bands, int bits, boolean alpha) {}

  /// How a file is written.
  ///
  /// @param operation of libvips
  /// @param options of that operation
  record Save(String operation, String options) {}

  /// An 8-bit RGB picture of waves.
  static Kind of(String name, OriginalFormat format, int width, Save save) {
    return new Kind(
        name,
        format,
        width,
        1,
        new Pixels(3, 8, /* alpha= */ false),
        1,
        /* whole= */ false,
        /* noise= */ false,
        save);
  }

  Kind named(String other) {
    return new Kind(other, format, width, frames, pixels, orientation, whole, noise, save);
  }

  Kind wide(int px) {
    return new Kind(name, format, px, frames, pixels, orientation, whole, noise, save);
  }

  Kind moving(int count) {
    return new Kind(name, format, width, count, pixels, orientation, whole, noise, save);
  }

  Kind withAlpha() {
    return with(new Pixels(4, pixels.bits, /* alpha= */ true));
  }

  Kind deep() {
    return with(new Pixels(pixels.bands, 16, pixels.alpha));
  }

  Kind inInk() {
    return with(new Pixels(4, pixels.bits, /* alpha= */ false));
  }

  private Kind with(Pixels other) {
    return new Kind(name, format, width, frames, other, orientation, whole, noise, save);
  }

  Kind turned() {
    return new Kind(name, format, width, frames, pixels, 6, whole, noise, save);
  }

  Kind heldWhole() {
    return new Kind(name, format, width, frames, pixels, orientation, true, noise, save);
  }

  Kind ofNoise() {
    return new Kind(name, format, width, frames, pixels, orientation, whole, true, save);
  }

  Kind saved(String options) {
    return new Kind(
        name,
        format,
        width,
        frames,
        pixels,
        orientation,
        whole,
        noise,
        new Save(save.operation, options));
  }

  /// The header of such an original.
  Header header(int height, long bytes) {
    return new Header(
        format,
        new Dimensions(width, height),
        orientation,
        frames,
        pixels.bands,
        pixels.bits,
        pixels.alpha,
        whole || format == OriginalFormat.AVIF || format == OriginalFormat.GIF
            ? (long) width * height
            : 0,
        ColorSource.NONE,
        bytes);
  }
}
