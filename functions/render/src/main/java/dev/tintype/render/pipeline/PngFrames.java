package dev.tintype.render.pipeline;

import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Rejection;
import dev.tintype.render.decode.Decoder;
import dev.tintype.render.decode.ReadableOriginal;
import dev.tintype.render.decode.StoredColors;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.format.png.PngAnimation;
import dev.tintype.render.format.png.PngAnimation.Frame;
import dev.tintype.render.format.png.PngChunks;
import dev.tintype.render.format.png.PngFrameFile;
import dev.tintype.render.plan.Header;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsBlob;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The frames of an animated PNG, each complete and upright, in order.
final class PngFrames implements Frames {

  private final Vips vips;
  private final Decoder decoder;
  private final Header header;
  private final NativeBytes bytes;
  private final ReadableOriginal original;
  private final PngAnimation animation;
  private final PngFrameFile files;
  private final PngCanvas canvas;
  private int next;

  /// @param file the whole original in native memory
  /// @param header holds the number of frames
  PngFrames(Vips vips, Decoder decoder, MemorySegment file, Header header) {
    this.vips = vips;
    this.decoder = decoder;
    this.header = header;
    this.bytes = new NativeBytes(file);
    // A PNG never needs a copy.
    this.original = ReadableOriginal.of(OriginalFormat.PNG, file, Arena.global());
    List<PngChunks.Chunk> chunks = PngChunks.of(bytes);
    this.animation =
        PngAnimation.of(bytes, chunks)
            .orElseThrow(() -> new IllegalStateException("a PNG that does not move"));
    this.files = new PngFrameFile(bytes, chunks);
    this.canvas = new PngCanvas(animation.canvas());
  }

  @Override
  public Optional<int[]> delays() {
    return Optional.of(animation.frames().stream().mapToInt(Frame::delayMs).toArray());
  }

  @Override
  public OptionalInt plays() {
    return OptionalInt.of(animation.plays());
  }

  @Override
  public VipsImage next() {
    if (next > 0) {
      canvas.dispose(animation.frames().get(next - 1), next - 1);
    }
    Frame frame = animation.frames().get(next++);
    requireIntact(frame);
    try (Arena arena = Arena.ofConfined();
        VipsImage stored =
            vips.fromBuffer(files.of(frame, arena), "[access=sequential,fail-on=warning]");
        VipsImage colors = new StoredColors(vips, arena, original, header).converted(stored);
        VipsImage srgb = decoder.srgb(colors, header);
        VipsImage rgba = withAlpha(srgb);
        VipsBlob pixels = rgba.writeToMemory()) {
      canvas.draw(frame, pixels.asSegment());
    }
    return upright();
  }

  /// The decoder gets the bytes under a new checksum, so the original checksum is verified here.
  private void requireIntact(Frame frame) {
    for (PngAnimation.Part part : frame.data()) {
      if (!PngChunks.intact(bytes, part.chunk())) {
        throw new Unrenderable(Rejection.CORRUPT, "the checksum of frame " + next + " is wrong");
      }
    }
  }

  private VipsImage withAlpha(VipsImage image) {
    return image.hasAlpha()
        ? image.copy()
        : vips.image(
            VipsOperation.named("bandjoin_const").with("in", image).with("c", new double[] {255}));
  }

  private VipsImage upright() {
    VipsOperation opaque = VipsOperation.named("extract_band").with("band", 0).with("n", 3);
    try (VipsImage all = canvas.image(vips);
        VipsImage bands = header.alpha() ? all.copy() : vips.image(opaque.with("in", all));
        VipsImage turned = bands.copy()) {
      turned.setField("orientation", header.orientation());
      return vips.image(VipsOperation.named("autorot").with("in", turned));
    }
  }

  @Override
  public void close() {
    canvas.close();
  }
}
