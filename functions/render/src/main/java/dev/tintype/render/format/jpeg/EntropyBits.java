package dev.tintype.render.format.jpeg;

/// The bits of Huffman-coded data between two markers. Beyond the end it returns zeros and records
/// that.
final class EntropyBits {

  private static final int PEEK_MASK = (1 << HuffmanTable.PEEK_BITS) - 1;

  private final EntropyBytes bytes;
  private long buffer;
  private int count;
  private int invented;
  private long filled;
  private long unit;
  private long unitBefore;

  EntropyBits(EntropyBytes bytes) {
    this.bytes = bytes;
  }

  /// Returns whether more bits were read than there are.
  boolean overdrawn() {
    return invented > count;
  }

  /// Notes that a unit begins here.
  void unit() {
    long at = filled - count;
    if (at > unit) {
      unitBefore = unit;
      unit = at;
    }
  }

  private void fill() {
    byte[] window = bytes.window;
    int at = bytes.at;
    if (at + 4 <= bytes.filled && bytes.markerAt() < 0) {
      int word =
          window[at] << 24
              | (window[at + 1] & 0xff) << 16
              | (window[at + 2] & 0xff) << 8
              | window[at + 3] & 0xff;
      if (((~word - 0x01010101) & word & 0x80808080) == 0) {
        buffer = buffer << 32 | word & 0xffffffffL;
        count += 32;
        filled += 32;
        bytes.at = at + 4;
        return;
      }
    }
    while (count < 48) {
      int next = bytes.next();
      if (next < 0) {
        invented += 8;
        next = 0;
      }
      buffer = buffer << 8 | next;
      count += 8;
      filled += 8;
    }
  }

  /// @param bits 0 to 16
  int take(int bits) {
    if (count < 32) {
      fill();
    }
    count -= bits;
    return (int) (buffer >>> count) & (1 << bits) - 1;
  }

  /// Skips any number of bits.
  void skip(int bits) {
    for (int left = bits; left > 0; left -= 16) {
      take(Math.min(16, left));
    }
  }

  /// @return the next symbol
  int symbol(HuffmanTable table) {
    if (count < 32) {
      fill();
    }
    int entry = table.peek[(int) (buffer >>> count - HuffmanTable.PEEK_BITS) & PEEK_MASK];
    if (entry == 0) {
      entry = table.longer((int) (buffer >>> count - 16) & 0xffff);
    }
    count -= entry >> 8;
    return entry & 0xff;
  }

  /// Skips a block of a sequential scan.
  ///
  /// @throws JpegFault when it has a coefficient beyond the 64th, or a code that no table contains
  void block(HuffmanTable dc, HuffmanTable ac) {
    take(symbol(dc));
    int[] runs = ac.runs();
    long buffered = buffer;
    int left = count;
    for (int k = 1; k < 64; ) {
      if (left < 32) {
        count = left;
        fill();
        buffered = buffer;
        left = count;
      }
      int run = runs[(int) (buffered >>> left - HuffmanTable.PEEK_BITS) & PEEK_MASK];
      int ahead = k + (run >> 8 & 0xff);
      // A block ends after its 64th coefficient, so symbols after it belong to the next block.
      if (run != 0 && ahead < 64) {
        left -= run & 0xff;
        k = run >= HuffmanTable.ENDS ? 64 : ahead;
      } else {
        count = left;
        k = coefficient(ac, k);
        buffered = buffer;
        left = count;
      }
    }
    count = left;
  }

  /// Skips one symbol and its coefficient.
  ///
  /// @return the index after that coefficient; 64 at the end of the block
  private int coefficient(HuffmanTable table, int k) {
    int symbol = symbol(table);
    int size = symbol & 15;
    take(size);
    if (size == 0 && symbol < 0xf0) {
      return 64;
    }
    int behind = k + (symbol >> 4) + 1;
    if (behind > 64) {
      throw JpegFault.of("a coefficient beyond its block");
    }
    return behind;
  }

  /// Ends the data before a marker.
  ///
  /// @return where the marker begins, or the file's length
  /// @throws JpegFault when bits are missing, or when more than padding is left
  long end() {
    if (overdrawn()) {
      throw JpegFault.of("coded data ends too early");
    }
    long end = filled - count;
    buffer >>>= invented;
    count -= invented;
    boolean padded = spareOnes() || onesBefore(end - (end > unit ? unit : unitBefore));
    int whole = count & ~7;
    boolean any = whole > 0;
    boolean zeros = (buffer & (1L << whole) - 1) == 0;
    for (int next = bytes.next(); next >= 0; next = bytes.next()) {
      any = true;
      zeros &= next == 0;
    }
    if (any && !(zeros && padded)) {
      throw JpegFault.of("coded data is left over");
    }
    return bytes.markerAt();
  }

  /// Returns whether the last byte is padded with ones, as encoders do.
  private boolean spareOnes() {
    int spare = count & 7;
    int ones = (1 << spare) - 1;
    return spare > 0 && (buffer >>> (count - spare) & ones) == ones;
  }

  /// Returns whether the last unit has any bit other than zero. A truncated file that was filled up
  /// with zeros can decode to its last unit.
  private boolean onesBefore(long unitBits) {
    int known = (int) Math.min(unitBits, Long.SIZE - count - invented);
    return known > 0 && (buffer >>> count & -1L >>> Long.SIZE - known) != 0;
  }
}
