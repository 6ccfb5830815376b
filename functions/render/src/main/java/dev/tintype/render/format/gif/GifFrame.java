package dev.tintype.render.format.gif;

import dev.tintype.render.plan.Dimensions;

/// One frame of a GIF, as its control block and its image descriptor tell.
///
/// @param x where it lies on the canvas, px
/// @param y where it lies on the canvas, px
/// @param width px, may be 0
/// @param height px, may be 0
/// @param disposal what becomes of its place before the next frame is drawn
/// @param delayMs how long it stays
/// @param transparent the index of the colour that is not drawn, -1 for none
/// @param interlaced whether its rows come in four passes
/// @param palette where its colours stand in the file
/// @param colors how many there are, 0 for none
/// @param data where its code size stands, with the blocks of pixels behind it
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

  /// What becomes of a frame's place.
  public enum Disposal {
    /// It stays.
    KEEP,
    /// It is cleared. As in every browser, to nothing instead of the background colour.
    CLEAR,
    /// What was there before comes back.
    RESTORE;

    /// @param method of the control block; old programs write 4 for 3
    static Disposal of(int method) {
      return switch (method) {
        case 2 -> CLEAR;
        case 3, 4 -> RESTORE;
        default -> KEEP;
      };
    }
  }

  /// @return how many pixels its data must hold
  public long pixels() {
    return (long) width * height;
  }

  /// @return whether every pixel of the canvas lies under it and none of its own is transparent
  boolean hides(Dimensions canvas) {
    return transparent < 0
        && x == 0
        && y == 0
        && width >= canvas.width()
        && height >= canvas.height();
  }
}
