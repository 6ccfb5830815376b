package dev.tintype.render.format.jpeg;

import java.util.Arrays;

/// Decodes units of an arithmetic-coded scan, sequential or progressive (ITU T.81, F.2.4 and G.2).
final class ArithmeticUnits implements ScanUnits {

  /// How many bytes most complete data reads beyond its end.
  private static final int USUALLY_BEYOND = 2;

  /// The most bytes that complete data reads beyond its end. An encoder omits trailing zeros, which
  /// flat and evenly graded areas consist of. Pictures of 3 MP read up to 15.
  private static final int MOST_BEYOND = 20;

  private static final int MEAN_STATES = 64;
  private static final int BAND_STATES = 256;
  private static final int MEAN_MAGNITUDES = 20;
  private static final int LOW_MAGNITUDES = 189;
  private static final int HIGH_MAGNITUDES = 217;
  private static final int LARGEST = 0x8000;

  private final boolean progressive;
  private final JpegScan scan;
  private final int[] blocks;
  private final Conditioning conditioning;
  private final CoefficientHistory history;
  private final byte[][] means = new byte[4][MEAN_STATES];
  private final byte[][] bands = new byte[4][BAND_STATES];
  private final byte[] fixed = {ArithmeticState.FIXED};
  private final int[] contexts = new int[4];
  private ArithmeticBits bits = new ArithmeticBits(EntropyBytes.NONE);

  /// The conditioning of the statistics that segments state (ITU T.81, B.2.4.3).
  ///
  /// @param lower for each table, the largest difference that counts as small
  /// @param upper for each table, the largest difference that does not count as large
  /// @param split for each table, the last low-frequency coefficient
  @SuppressWarnings("ArrayRecordComponent")
  record Conditioning(int[] lower, int[] upper, int[] split) {

    static Conditioning standard() {
      return new Conditioning(
          new int[] {0, 0, 0, 0}, new int[] {1, 1, 1, 1}, new int[] {5, 5, 5, 5});
    }
  }

  /// @param blocks the part of the scan to which each block of a unit belongs
  ArithmeticUnits(
      boolean progressive,
      JpegScan scan,
      int[] blocks,
      Conditioning conditioning,
      CoefficientHistory history) {
    this.progressive = progressive;
    this.scan = scan;
    this.blocks = blocks;
    this.conditioning = conditioning;
    this.history = history;
  }

  @Override
  public void begin(EntropyBytes data) {
    bits = new ArithmeticBits(data);
    for (byte[] states : means) {
      Arrays.fill(states, (byte) 0);
    }
    for (byte[] states : bands) {
      Arrays.fill(states, (byte) 0);
    }
    Arrays.fill(contexts, 0);
  }

  @Override
  public long pass(long first, long most) {
    for (int part : blocks) {
      if (!progressive) {
        mean(part);
        band(scan.parts().get(part).acTable(), 1, 63, 0);
      } else if (!scan.dc()) {
        long known = history.get(first);
        int table = scan.parts().get(part).acTable();
        history.set(
            first,
            scan.first() ? band(table, scan.from(), scan.to(), known) : refine(table, known));
      } else if (scan.first()) {
        mean(part);
      } else {
        bits.decide(fixed, 0);
      }
    }
    if (bits.beyond() > MOST_BEYOND && !refinesMeans()) {
      throw JpegFault.of("coded data ends at unit " + first);
    }
    return 1;
  }

  /// One bit per block. Zeros are as probable as ones, so the encoder may have omitted any number
  /// of bytes.
  private boolean refinesMeans() {
    return progressive && scan.dc() && !scan.first();
  }

  @Override
  public long end() {
    bits.requireNothingLeft(MOST_BEYOND);
    if (!bits.marked() && bits.beyond() > USUALLY_BEYOND) {
      throw JpegFault.of("coded data ends too early");
    }
    return bits.markerAt();
  }

  private void mean(int part) {
    int table = scan.parts().get(part).dcTable();
    byte[] states = means[table];
    int at = contexts[part];
    if (bits.decide(states, at) == 0) {
      contexts[part] = 0;
      return;
    }
    int sign = bits.decide(states, at + 1);
    at += 2 + sign;
    int magnitude = bits.decide(states, at);
    if (magnitude != 0) {
      at = MEAN_MAGNITUDES;
      for (; bits.decide(states, at) != 0; at++) {
        magnitude = doubled(magnitude);
      }
    }
    contexts[part] = context(table, magnitude, sign);
    for (int bit = magnitude >> 1; bit != 0; bit >>= 1) {
      bits.decide(states, at + 14);
    }
  }

  private int context(int table, int magnitude, int sign) {
    if (magnitude < 1 << conditioning.lower()[table] >> 1) {
      return 0;
    }
    boolean large = magnitude > 1 << conditioning.upper()[table] >> 1;
    return (large ? 12 : 4) + 4 * sign;
  }

  /// @return which coefficients of the block are known to be nonzero
  private long band(int table, int from, int to, long known) {
    byte[] states = bands[table];
    long now = known;
    for (int k = from; k <= to; k++) {
      int at = 3 * (k - 1);
      if (bits.decide(states, at) != 0) {
        break;
      }
      for (; bits.decide(states, at + 1) == 0; at += 3) {
        k = next(k, to);
      }
      coefficient(table, k, at + 2);
      now |= 1L << k;
    }
    return now;
  }

  private void coefficient(int table, int k, int from) {
    byte[] states = bands[table];
    bits.decide(fixed, 0);
    int at = from;
    int magnitude = bits.decide(states, at);
    if (magnitude != 0 && bits.decide(states, at) != 0) {
      magnitude = doubled(magnitude);
      at = k <= conditioning.split()[table] ? LOW_MAGNITUDES : HIGH_MAGNITUDES;
      for (; bits.decide(states, at) != 0; at++) {
        magnitude = doubled(magnitude);
      }
    }
    for (int bit = magnitude >> 1; bit != 0; bit >>= 1) {
      bits.decide(states, at + 14);
    }
  }

  private long refine(int table, long known) {
    byte[] states = bands[table];
    int last = 63 - Long.numberOfLeadingZeros(known & -1L >>> 63 - scan.to());
    long now = known;
    for (int k = scan.from(); k <= scan.to(); k++) {
      int at = 3 * (k - 1);
      if (k > last && bits.decide(states, at) != 0) {
        break;
      }
      while ((known >>> k & 1) == 0 && bits.decide(states, at + 1) == 0) {
        at += 3;
        k = next(k, scan.to());
      }
      if ((known >>> k & 1) != 0) {
        bits.decide(states, at + 2);
      } else {
        bits.decide(fixed, 0);
        now |= 1L << k;
      }
    }
    return now;
  }

  private static int next(int k, int to) {
    if (k >= to) {
      throw JpegFault.of("a coefficient beyond its band");
    }
    return k + 1;
  }

  private static int doubled(int magnitude) {
    if (magnitude << 1 == LARGEST) {
      throw JpegFault.of("an impossible coefficient");
    }
    return magnitude << 1;
  }
}
