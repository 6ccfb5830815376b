package dev.tintype.render.format.webp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The header flag of an animated WebP that marks its canvas as transparent
/// (https://developers.google.com/speed/webp/docs/riff_container).
///
/// libwebp sets it only when a frame has transparent pixels of its own. Where frames are smaller
/// than the canvas, the area beside them is transparent too, and decoders that trust the flag show
/// it in black.
public final class WebpAlphaFlag {

  /// The offset after the names and lengths of the file and its first chunk.
  private static final int FLAGS_AT = 20;

  private static final byte ALPHA = 0x10;

  private WebpAlphaFlag() {}

  /// @param webp a complete animated WebP
  public static void set(Path webp) {
    try (FileChannel channel =
        FileChannel.open(webp, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer flags = ByteBuffer.allocate(1);
      channel.read(flags, FLAGS_AT);
      flags.put(0, (byte) (flags.get(0) | ALPHA));
      channel.write(flags.flip(), FLAGS_AT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
