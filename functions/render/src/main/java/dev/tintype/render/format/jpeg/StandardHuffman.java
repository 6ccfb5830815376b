package dev.tintype.render.format.jpeg;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The Huffman tables that ITU T.81 gives as typical (annex K.3). Frames of Motion JPEG leave them
/// out, and decoders assume them in a sequential picture.
final class StandardHuffman {

  private static final String SIZES = "000102030405060708090a0b";

  private static final HuffmanTable LUMA_DC = table("00010501010101010100000000000000", SIZES);
  private static final HuffmanTable CHROMA_DC = table("00030101010101010101010000000000", SIZES);

  private static final HuffmanTable LUMA_AC =
      table(
          "0002010303020403050504040000017d",
          "01020300041105122131410613516107227114328191a1082342b1c11552d1f0"
              + "2433627282090a161718191a25262728292a3435363738393a43444546474849"
              + "4a535455565758595a636465666768696a737475767778797a83848586878889"
              + "8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5"
              + "c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8"
              + "f9fa");

  private static final HuffmanTable CHROMA_AC =
      table(
          "00020102040403040705040400010277",
          "000102031104052131061241510761711322328108144291a1b1c109233352f0"
              + "156272d10a162434e125f11718191a262728292a35363738393a434445464748"
              + "494a535455565758595a636465666768696a737475767778797a828384858687"
              + "88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3"
              + "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8"
              + "f9fa");

  private StandardHuffman() {}

  /// Gives a component the tables that its file has left out; there are two of each kind.
  static void complete(
      @Nullable HuffmanTable[] dc, int dcTable, @Nullable HuffmanTable[] ac, int acTable) {
    if (dc[dcTable] == null && dcTable < 2) {
      dc[dcTable] = dcTable == 0 ? LUMA_DC : CHROMA_DC;
    }
    if (ac[acTable] == null && acTable < 2) {
      ac[acTable] = acTable == 0 ? LUMA_AC : CHROMA_AC;
    }
  }

  private static HuffmanTable table(String counts, String symbols) {
    byte[] numbers = HexFormat.of().parseHex(counts);
    int[] each = new int[numbers.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = numbers[i];
    }
    HuffmanTable table = new HuffmanTable(each, HexFormat.of().parseHex(symbols));
    table.runs();
    return table;
  }
}
