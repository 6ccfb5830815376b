package dev.tintype.render.format.jpeg;

import dev.tintype.render.format.NativeBytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tables that a JPEG has defined so far (ITU T.81, B.2.4).
final class JpegTables {

  private final @Nullable HuffmanTable[] dc = new HuffmanTable[4];
  private final @Nullable HuffmanTable[] ac = new HuffmanTable[4];
  private final boolean[] quantization = new boolean[4];
  private final ArithmeticUnits.Conditioning conditioning = ArithmeticUnits.Conditioning.standard();
  private int restartInterval;

  /// Reads the segment of a marker, if it defines tables.
  void define(int marker, NativeBytes data) {
    switch (marker) {
      case JpegMarkers.DHT -> huffman(data);
      case JpegMarkers.DQT -> quantization(data);
      case JpegMarkers.DAC -> arithmetic(data);
      case JpegMarkers.DRI -> {
        if (data.length() != 2) {
          throw JpegFault.of("a restart interval of " + data.length() + " bytes");
        }
        restartInterval = data.u16(0);
      }
      default -> {}
    }
  }

  private void huffman(NativeBytes data) {
    long at = 0;
    while (at < data.length()) {
      if (at + 17 > data.length()) {
        throw JpegFault.of("half a Huffman table");
      }
      int index = data.u8(at);
      int[] counts = new int[16];
      int symbols = 0;
      for (int i = 0; i < 16; i++) {
        counts[i] = data.u8(at + 1 + i);
        symbols += counts[i];
      }
      at += 17;
      if (symbols > 256 || at + symbols > data.length() || (index & 0xef) > 3) {
        throw JpegFault.of("an impossible Huffman table");
      }
      byte[] values = new byte[symbols];
      for (int i = 0; i < symbols; i++) {
        values[i] = (byte) data.u8(at + i);
      }
      at += symbols;
      (index < 16 ? dc : ac)[index & 3] = new HuffmanTable(counts, values);
    }
  }

  private void quantization(NativeBytes data) {
    for (long at = 0; at < data.length(); ) {
      int index = data.u8(at);
      if ((index & 15) > 3) {
        throw JpegFault.of("quantization table " + (index & 15));
      }
      quantization[index & 15] = true;
      at += index >> 4 == 0 ? 65 : 129;
      if (at > data.length()) {
        throw JpegFault.of("half a quantization table");
      }
    }
  }

  private void arithmetic(NativeBytes data) {
    for (long at = 0; at + 2 <= data.length(); at += 2) {
      int index = data.u8(at);
      int value = data.u8(at + 1);
      if ((index & 0xef) > 3) {
        throw JpegFault.of("arithmetic conditioning " + index);
      }
      if (index < 16) {
        conditioning.lower()[index] = value & 15;
        conditioning.upper()[index] = value >> 4;
      } else {
        conditioning.split()[index & 3] = value;
      }
    }
  }

  /// The number of units between restart markers; 0 when there are none.
  int restartInterval() {
    return restartInterval;
  }

  /// @throws JpegFault when a component of the scan has no quantization table
  void requireQuantization(JpegScan scan) {
    for (JpegFrame.Component c : scan.components()) {
      if (!quantization[c.quantization()]) {
        throw JpegFault.of("quantization table " + c.quantization() + " is missing");
      }
    }
  }

  /// Returns the reader that skips a scan's units.
  ///
  /// @throws JpegFault when a table is missing
  ScanUnits units(JpegFrame frame, JpegScan scan, CoefficientHistory history) {
    int[] blocks = blocks(scan);
    if (frame.arithmetic()) {
      return new ArithmeticUnits(frame.progressive(), scan, blocks, conditioning, history);
    }
    if (!frame.progressive()) {
      for (JpegScan.Part part : scan.parts()) {
        StandardHuffman.complete(dc, part.dcTable(), ac, part.acTable());
      }
      return new SequentialUnits(means(scan, blocks), bands(scan, blocks));
    }
    List<HuffmanTable> tables =
        !scan.dc() ? bands(scan, blocks) : scan.first() ? means(scan, blocks) : List.of();
    return new ProgressiveUnits(scan, tables, blocks.length, history);
  }

  /// The part of the scan to which each block of a unit belongs.
  private static int[] blocks(JpegScan scan) {
    List<Integer> blocks = new ArrayList<>();
    for (int part = 0; part < scan.parts().size(); part++) {
      JpegFrame.Component c = scan.parts().get(part).component();
      int count = scan.parts().size() == 1 ? 1 : c.across() * c.down();
      for (int i = 0; i < count; i++) {
        blocks.add(part);
      }
    }
    return blocks.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<HuffmanTable> means(JpegScan scan, int[] blocks) {
    List<HuffmanTable> tables = new ArrayList<>();
    for (int part : blocks) {
      HuffmanTable table = required(dc, scan.parts().get(part).dcTable());
      if (table.largest() > 15) {
        throw JpegFault.of("a mean value of " + table.largest() + " bits");
      }
      tables.add(table);
    }
    return tables;
  }

  private List<HuffmanTable> bands(JpegScan scan, int[] blocks) {
    List<HuffmanTable> tables = new ArrayList<>();
    for (int part : blocks) {
      tables.add(required(ac, scan.parts().get(part).acTable()));
    }
    return tables;
  }

  private static HuffmanTable required(@Nullable HuffmanTable[] tables, int index) {
    HuffmanTable table = tables[index];
    if (table == null) {
      throw JpegFault.of("Huffman table " + index + " is missing");
    }
    return table;
  }
}
