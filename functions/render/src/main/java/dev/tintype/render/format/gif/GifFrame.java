package dev.tintype.render.format.gif;

import dev.tintype.render.plan.Dimensions;

/// One frame of a GIF, as stated by its control block and its image descriptor.
///
/// @param x left edge on the canvas, px
/// @param y top edge on the canvas, px
/// @param width px, may be 0
/// @param height px, may be 0
/// @param disposal how its area changes before the next frame is drawn
/// @param delayMs how long it is shown
/// @param transparent the index of the transparent colour, -1 for none
/// @param interlaced whether its rows are stored in four passes
/// @param palette where its palette begins in the file
/// @param colors the length of the palette, 0 for none
/// @param data where the code size is, followed by the blocks of pixels
public record GifFrame(
    int x,
    int y,
    int width,
    int height,
    Disposal disposal,
    int delayMs,
    int transparent,
    boolean interlaced,
    long palette,
    int colors,
    long data) {

  /// How a frame's area changes before the next frame.
  public enum Disposal {
    /// It stays.
    KEEP,
    /// It becomes transparent, as in every browser, instead of the background colour.
    CLEAR,
    /// It is restored to its state before the frame.
    RESTORE;

    /// @param method of the control block; old programs write 4 instead of 3
    static Disposal of(int method) {
      return switch (method) {
        case 2 -> CLEAR;
        case 3, 4 -> RESTORE;
        default -> KEEP;
      };
    }
  }

  /// @return how many pixels its data must contain
  public long pixels() {
    return (long) width * height;
  }

  /// @return whether it covers the whole canvas with opaque pixels
  boolean hides(Dimensions canvas) {
    return transparent < 0
        && x == 0
        && y == 0
        && width >= canvas.width()
        && height >= canvas.height();
  }
}
