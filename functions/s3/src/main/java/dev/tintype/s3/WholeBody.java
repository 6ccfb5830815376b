package dev.tintype.s3;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The body of a response. Reading fails when the connection ends before the last declared byte, so
/// an interrupted transfer never looks like a short object. For one thread at a time.
final class WholeBody extends FilterInputStream {

  private final long declared;
  private final Runnable abort;
  private long seen;

  /// @param body the bytes
  /// @param declared the declared length
  /// @param abort closes the connection without reading the rest
  WholeBody(InputStream body, long declared, Runnable abort) {
    super(body);
    this.declared = declared;
    this.abort = abort;
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    count(b < 0 ? -1 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    count(n);
    return n;
  }

  private void count(int n) throws IOException {
    if (n >= 0) {
      seen += n;
    } else if (seen < declared) {
      throw new EOFException("the connection ended after " + seen + " of " + declared + " bytes");
    }
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(n);
    seen += skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (seen < declared) {
      abort.run();
    }
    super.close();
  }
}
