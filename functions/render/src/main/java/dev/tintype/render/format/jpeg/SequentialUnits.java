package dev.tintype.render.format.jpeg;

import java.util.List;

/// Skips units of a sequential Huffman-coded scan (ITU T.81, F.2.2).
final class SequentialUnits implements ScanUnits {

  private final HuffmanTable[] dc;
  private final HuffmanTable[] ac;
  private EntropyBits bits = new EntropyBits(EntropyBytes.NONE);

  /// @param dc the DC table for each block of a unit
  /// @param ac the AC table for each block of a unit
  SequentialUnits(List<HuffmanTable> dc, List<HuffmanTable> ac) {
    this.dc = dc.toArray(HuffmanTable[]::new);
    this.ac = ac.toArray(HuffmanTable[]::new);
  }

  @Override
  public void begin(EntropyBytes data) {
    bits = new EntropyBits(data);
  }

  @Override
  public long pass(long first, long most) {
    for (long unit = 0; unit < most; unit++) {
      bits.unit();
      for (int block = 0; block < dc.length; block++) {
        bits.block(dc[block], ac[block]);
      }
      if (bits.overdrawn()) {
        throw JpegFault.of("coded data ends at unit " + (first + unit));
      }
    }
    return most;
  }

  @Override
  public long end() {
    return bits.end();
  }
}
