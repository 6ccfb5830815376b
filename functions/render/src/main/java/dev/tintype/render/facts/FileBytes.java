package dev.tintype.render.facts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads numbers from a file through one window, so that a long file takes no more memory than a
/// short one. A read beyond the end throws [IndexOutOfBoundsException].
final class FileBytes implements AutoCloseable {

  private static final int WINDOW_BYTES = 1 << 16;

  private final SeekableByteChannel channel;
  private final long length;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
  private long windowAt;

  private FileBytes(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.length = channel.size();
  }

  static FileBytes open(Path file) throws IOException {
    return new FileBytes(Files.newByteChannel(file));
  }

  long length() {
    return length;
  }

  int u8(long at) {
    if (at < 0 || at >= length) {
      throw new IndexOutOfBoundsException("byte " + at + " of " + length);
    }
    if (at < windowAt || at >= windowAt + window.limit()) {
      fill(at);
    }
    return window.get((int) (at - windowAt)) & 0xff;
  }

  int u16(long at) {
    return u8(at) << 8 | u8(at + 1);
  }

  int u16le(long at) {
    return u8(at + 1) << 8 | u8(at);
  }

  int u24le(long at) {
    return u8(at + 2) << 16 | u16le(at);
  }

  long u32(long at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  long u32le(long at) {
    return (long) u16le(at + 2) << 16 | u16le(at);
  }

  String text(long at, int bytes) {
    byte[] text = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      text[i] = (byte) u8(at + i);
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private void fill(long at) {
    try {
      window.clear();
      channel.position(at);
      for (int read = 0; read >= 0 && window.hasRemaining(); ) {
        read = channel.read(window);
      }
      window.flip();
      windowAt = at;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (window.limit() == 0) {
      throw new IndexOutOfBoundsException("the file has become shorter than " + at);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
