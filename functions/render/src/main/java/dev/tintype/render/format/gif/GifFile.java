package dev.tintype.render.format.gif;

import dev.tintype.core.OriginalFormat;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import java.util.List;

/// The facts in the blocks of a GIF, without its pixels
/// (https://www.w3.org/Graphics/GIF/spec-gif89a.txt).
///
/// @param bytes the whole file
/// @param canvas the logical screen, enlarged to hold the first frame
/// @param frameCount the number of frames
/// @param frames the first frames, at most [dev.tintype.core.Limits#MAX_FRAMES]
/// @param plays how often it plays; 0 means endlessly
/// @param alpha whether any frame shows transparent canvas
public record GifFile(
    NativeBytes bytes,
    Dimensions canvas,
    int frameCount,
    List<GifFrame> frames,
    int plays,
    boolean alpha) {

  /// Copies the list.
  public GifFile {
    frames = List.copyOf(frames);
  }

  /// @throws dev.tintype.render.format.Unrenderable with [dev.tintype.core.Rejection#TRUNCATED]
  ///   when the file ends inside a frame, and with [dev.tintype.core.Rejection#CORRUPT] when the
  ///   order of its blocks is invalid
  public static GifFile of(NativeBytes bytes) {
    return new GifWalk(bytes).walk();
  }

  /// @return how long each frame is shown, ms
  public int[] delays() {
    return frames.stream().mapToInt(GifFrame::delayMs).toArray();
  }

  public Header header() {
    return new Header(
        OriginalFormat.GIF,
        canvas,
        /* orientation= */ 1,
        frameCount,
        alpha ? 4 : 3,
        /* bitsPerChannel= */ 8,
        alpha,
        canvas.pixels(),
        ColorSource.NONE,
        bytes.length());
  }
}
