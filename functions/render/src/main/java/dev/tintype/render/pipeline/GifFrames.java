package dev.tintype.render.pipeline;

import dev.tintype.render.decode.GifCanvas;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.gif.GifFile;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;

/// The frames of a GIF.
final class GifFrames implements Frames {

  private final Vips vips;
  private final GifFile gif;
  private final GifCanvas canvas;

  GifFrames(Vips vips, MemorySegment file) {
    this.vips = vips;
    this.gif = GifFile.of(new NativeBytes(file));
    this.canvas = new GifCanvas(gif, gif.frames().size());
  }

  @Override
  public Optional<int[]> delays() {
    return Optional.of(gif.delays());
  }

  @Override
  public OptionalInt plays() {
    return OptionalInt.of(gif.plays());
  }

  @Override
  public VipsImage next() {
    canvas.draw();
    return canvas.image(vips);
  }

  @Override
  public void close() {
    canvas.close();
  }
}
