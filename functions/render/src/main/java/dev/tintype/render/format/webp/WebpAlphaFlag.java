package dev.tintype.render.format.webp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The flag in a moving WebP's header that its canvas can be seen through
/// (https://developers.google.com/speed/webp/docs/riff_container).
///
/// libwebp sets it only when a frame's own pixels are transparent. Where frames are smaller than
/// the canvas, what shows beside them is transparent too, and decoders that trust the flag make it
/// black.
public final class WebpAlphaFlag {

  /// Behind the names and lengths of the file and of its first chunk.
  private static final int FLAGS_AT = 20;

  private static final byte ALPHA = 0x10;

  private WebpAlphaFlag() {}

  /// @param webp a moving WebP that is written
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
