package dev.tintype.render.format.gif;

import dev.tintype.core.Rejection;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.Unrenderable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The pixels of one GIF frame, decompressed on demand.
public final class GifLzw {

  private static final int MOST_CODES = 4096;
  private static final int WIDEST_CODE = 12;
  private static final int WIDEST_PIXEL = 8;
  private static final int NONE = -1;

  private final NativeBytes bytes;
  private final byte[] block = new byte[255];
  private int blockAt;
  private int blockLength;
  private long at;
  private int bits;
  private int bitCount;

  private final short[] prefix = new short[MOST_CODES];
  private final byte[] suffix = new byte[MOST_CODES];
  private final int clear;
  private int next;
  private int width;
  private int previous = NONE;
  private byte firstOfPrevious;

  /// Decompressed pixels that were not read yet, in reverse order.
  private final byte[] pending = new byte[MOST_CODES + 1];

  private int pendingCount;

  /// @param data where the code size is
  public GifLzw(NativeBytes bytes, long data) {
    this.bytes = bytes;
    int pixelBits = bytes.u8(data);
    if (pixelBits > WIDEST_PIXEL) {
      throw corrupt("pixels of " + pixelBits + " bits");
    }
    this.at = data + 1;
    this.clear = 1 << pixelBits;
    forget();
  }

  /// Reads pixels as indices into the palette.
  ///
  /// @param count the most pixels to read
  /// @return how many were read; fewer when the data ends first
  /// @throws Unrenderable when the data is invalid
  public int read(byte[] into, int count) {
    int filled = 0;
    while (filled < count && (pendingCount > 0 || string())) {
      int from = pendingCount;
      int some = Math.min(from, count - filled);
      for (int i = 0; i < some; i++) {
        into[filled + i] = pending[--from];
      }
      pendingCount = from;
      filled += some;
    }
    return filled;
  }

  /// Returns whether the data contains every pixel of the frame; reads it up to the last one.
  boolean holds(GifFrame frame) {
    byte[] some = new byte[MOST_CODES];
    long missing = frame.pixels();
    while (missing > 0) {
      int read = read(some, (int) Math.min(some.length, missing));
      if (read == 0) {
        return false;
      }
      missing -= read;
    }
    return true;
  }

  /// Decompresses the next string of pixels.
  ///
  /// @return whether there was one
  private boolean string() {
    for (int code = code(); code != NONE && code != clear + 1; code = code()) {
      if (code != clear) {
        unpack(code);
        return true;
      }
      forget();
    }
    // The next read finds the end again.
    at = bytes.length();
    blockAt = blockLength;
    bitCount = 0;
    return false;
  }

  private void unpack(int code) {
    if (code > next || (code > clear && previous == NONE)) {
      throw corrupt("code " + code + " of " + next);
    }
    int count = 0;
    int string = code;
    if (code == next) {
      pending[count++] = firstOfPrevious;
      string = previous;
    }
    while (string > clear) {
      pending[count++] = suffix[string];
      string = prefix[string];
    }
    pending[count++] = (byte) string;
    pendingCount = count;
    firstOfPrevious = (byte) string;
    if (previous != NONE && next < MOST_CODES) {
      prefix[next] = (short) previous;
      suffix[next] = firstOfPrevious;
      next++;
      if (next == 1 << width && width < WIDEST_CODE) {
        width++;
      }
    }
    previous = code;
  }

  private void forget() {
    next = clear + 2;
    width = Integer.numberOfTrailingZeros(clear) + 1;
    previous = NONE;
  }

  /// @return the next code; empty when the blocks or the file end first
  private int code() {
    while (bitCount < width) {
      if (blockAt == blockLength && !block()) {
        return NONE;
      }
      bits |= (block[blockAt++] & 0xff) << bitCount;
      bitCount += 8;
    }
    int code = bits & (1 << width) - 1;
    bits >>>= width;
    bitCount -= width;
    return code;
  }

  private boolean block() {
    int length = at < bytes.length() ? bytes.u8(at) : 0;
    int there = (int) Math.max(0, Math.min(length, bytes.length() - at - 1));
    if (there > 0) {
      MemorySegment.copy(bytes.file(), ValueLayout.JAVA_BYTE, at + 1, block, 0, there);
    }
    at = length == 0 ? bytes.length() : at + 1 + length;
    blockAt = 0;
    blockLength = there;
    return there > 0;
  }

  private static Unrenderable corrupt(String what) {
    return new Unrenderable(Rejection.CORRUPT, what);
  }
}
