package dev.tintype.render.format.jpeg;

import org.jspecify.annotations.Nullable;

/// A Huffman table of a JPEG (ITU T.81, annex C), ready for decoding.
final class HuffmanTable {

  /// The longest codes, in bits, that one lookup decodes.
  static final int PEEK_BITS = 11;

  /// Set in an entry of [#runs] when the last symbol ends its block.
  static final int ENDS = 1 << 16;

  private static final int LONGEST = 16;

  /// Indexed by the next [#PEEK_BITS] bits: the symbol and, from bit 8 on, its code's length; 0 for
  /// longer codes.
  final short[] peek = new short[1 << PEEK_BITS];

  private final int[] firstCode = new int[LONGEST + 2];
  private final int[] firstIndex = new int[LONGEST + 2];
  private final byte[] symbols;
  private final int largest;
  private int @Nullable [] runs;

  /// @param counts the number of codes of each length from 1 to 16
  /// @throws JpegFault when there are more codes of a length than bits allow
  HuffmanTable(int[] counts, byte[] symbols) {
    this.symbols = symbols;
    int code = 0;
    int index = 0;
    int most = 0;
    for (int length = 1; length <= LONGEST; length++) {
      firstCode[length] = code;
      firstIndex[length] = index;
      for (int i = 0; i < counts[length - 1]; i++, code++, index++) {
        most = Math.max(most, symbols[index] & 0xff);
        fill(code, length, symbols[index] & 0xff);
      }
      if (code > 1 << length) {
        throw JpegFault.of("an impossible Huffman table");
      }
      code <<= 1;
    }
    firstCode[LONGEST + 1] = Integer.MAX_VALUE;
    firstIndex[LONGEST + 1] = index;
    this.largest = most;
  }

  /// Indexed by the next [#PEEK_BITS] bits: the sum of all complete symbols in them, with the bits
  /// of their coefficients. From bit 0: the number of bits. From bit 8: the number of coefficients.
  /// [#ENDS] is set when the last symbol ends its block. 0 when no symbol is complete.
  int[] runs() {
    int[] known = runs;
    if (known == null) {
      known = new int[1 << PEEK_BITS];
      for (int bits = 0; bits < known.length; bits++) {
        known[bits] = run(bits);
      }
      runs = known;
    }
    return known;
  }

  private int run(int bits) {
    int used = 0;
    int coefficients = 0;
    for (int entry = peek[bits]; entry != 0; entry = peek[bits << used & peek.length - 1]) {
      int zeros = entry >> 4 & 15;
      int size = entry & 15;
      int length = (entry >> 8) + size;
      if (used + length > PEEK_BITS) {
        break;
      }
      used += length;
      if (size == 0 && zeros < 15) {
        return ENDS | coefficients << 8 | used;
      }
      coefficients += zeros + 1;
    }
    return coefficients << 8 | used;
  }

  private void fill(int code, int length, int symbol) {
    if (length > PEEK_BITS || code >= 1 << length) {
      return;
    }
    int from = code << (PEEK_BITS - length);
    for (int i = 0; i < 1 << (PEEK_BITS - length); i++) {
      peek[from + i] = (short) (length << 8 | symbol);
    }
  }

  /// The largest symbol: a DC difference cannot have more than 15 bits.
  int largest() {
    return largest;
  }

  /// Decodes a code longer than [#PEEK_BITS].
  ///
  /// @param bits the next 16 bits
  /// @return the symbol and, from bit 8 on, its code's length
  /// @throws JpegFault when no code has this prefix
  int longer(int bits) {
    for (int length = PEEK_BITS + 1; length <= LONGEST; length++) {
      int offset = (bits >> (LONGEST - length)) - firstCode[length];
      if (offset >= 0 && offset < firstIndex[length + 1] - firstIndex[length]) {
        return length << 8 | symbols[firstIndex[length] + offset] & 0xff;
      }
    }
    throw JpegFault.of("a code that is in no table");
  }
}
