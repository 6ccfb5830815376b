package dev.tintype.render.format.jpeg;

import java.util.List;

/// Skips units of a progressive Huffman-coded scan (ITU T.81, G.1.2 and G.2).
final class ProgressiveUnits implements ScanUnits {

  private final JpegScan scan;
  private final HuffmanTable[] tables;
  private final int blocks;
  private final CoefficientHistory history;
  private EntropyBits bits = new EntropyBits(EntropyBytes.NONE);
  private long run;

  /// @param tables the table for each block of a unit; empty for a scan that refines DC values
  /// @param blocks the number of blocks in a unit
  /// @param history of the component, for a scan of AC coefficients
  ProgressiveUnits(
      JpegScan scan, List<HuffmanTable> tables, int blocks, CoefficientHistory history) {
    this.scan = scan;
    this.tables = tables.toArray(HuffmanTable[]::new);
    this.blocks = blocks;
    this.history = history;
  }

  @Override
  public void begin(EntropyBytes data) {
    bits = new EntropyBits(data);
    run = 0;
  }

  @Override
  public long pass(long first, long most) {
    long passed = 1;
    bits.unit();
    if (scan.dc()) {
      means();
    } else if (!scan.first()) {
      refine(first);
    } else if (run > 0) {
      passed = Math.min(run, most);
      run -= passed;
    } else {
      band(first);
    }
    if (bits.overdrawn()) {
      throw JpegFault.of("coded data ends at unit " + first);
    }
    return passed;
  }

  @Override
  public long end() {
    if (run > 0) {
      throw JpegFault.of("a run of blocks goes on behind the last one");
    }
    return bits.end();
  }

  private void means() {
    for (int block = 0; block < blocks; block++) {
      bits.take(scan.first() ? bits.symbol(tables[block]) : 1);
    }
  }

  private void band(long block) {
    long known = history.get(block);
    for (int k = scan.from(); k <= scan.to(); k++) {
      int symbol = bits.symbol(tables[0]);
      int zeros = symbol >> 4;
      int size = symbol & 15;
      if (size > 0) {
        k += zeros;
        requireInBand(k);
        bits.take(size);
        known |= 1L << k;
      } else if (zeros < 15) {
        run = (1L << zeros) + bits.take(zeros) - 1;
        break;
      } else {
        k += 15;
        requireInBand(k);
      }
    }
    history.set(block, known);
  }

  private void refine(long block) {
    long known = history.get(block);
    int k = scan.from();
    if (run == 0) {
      for (; k <= scan.to(); k++) {
        int symbol = bits.symbol(tables[0]);
        int size = symbol & 15;
        if (size == 0 && symbol < 0xf0) {
          run = (1L << (symbol >> 4)) + bits.take(symbol >> 4);
          break;
        }
        if (size > 1) {
          throw JpegFault.of("a new coefficient of " + size + " bits");
        }
        bits.take(size);
        k = passZeros(known, k, symbol >> 4);
        if (size == 1) {
          requireInBand(k);
          known |= 1L << k;
        }
      }
      history.set(block, known);
    }
    if (run > 0) {
      bits.skip(k > scan.to() ? 0 : Long.bitCount(known & -1L << k & -1L >>> 63 - scan.to()));
      run--;
    }
  }

  /// Skips over known coefficients, each with its correction bit, and over a number of zeros.
  ///
  /// @return the index after them
  private int passZeros(long known, int from, int zeros) {
    int left = zeros;
    int k = from;
    for (; k <= scan.to(); k++) {
      if ((known >>> k & 1) != 0) {
        bits.take(1);
      } else if (--left < 0) {
        break;
      }
    }
    return k;
  }

  private void requireInBand(int k) {
    if (k > scan.to()) {
      throw JpegFault.of("a coefficient beyond its band");
    }
  }
}
