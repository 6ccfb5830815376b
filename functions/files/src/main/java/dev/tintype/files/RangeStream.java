package dev.tintype.files;

import dev.tintype.core.port.Storage.Range;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// The bytes of a range, as far as the file has them. Closing it closes the channel.
final class RangeStream extends InputStream {

  private final SeekableByteChannel channel;
  private long left;

  private RangeStream(SeekableByteChannel channel, long left) {
    this.channel = channel;
    this.left = left;
  }

  static RangeStream of(SeekableByteChannel channel, Range range) throws IOException {
    try {
      channel.position(range.from());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new RangeStream(channel, range.to() - range.from() + 1);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left <= 0) {
      return -1;
    }
    int n = channel.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, left)));
    left -= Math.max(n, 0);
    return n;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
