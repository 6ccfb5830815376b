package dev.tintype.render.format.jpeg;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Records how many bits of each coefficient of each component the scans have delivered.
final class Progress {

  private static final int NEVER = -1;

  private final JpegFrame frame;
  private final Arena arena;
  private final int[][] lowestBit;
  private final @Nullable CoefficientHistory[] histories;
  private final CoefficientHistory none;

  /// @param arena owns the coefficient histories
  Progress(JpegFrame frame, Arena arena) {
    this.frame = frame;
    this.arena = arena;
    int components = frame.components().size();
    this.lowestBit = new int[components][64];
    for (int[] bits : lowestBit) {
      Arrays.fill(bits, NEVER);
    }
    this.histories = new CoefficientHistory[components];
    this.none = new CoefficientHistory(arena, 0);
  }

  /// The history of a scan's component, when the scan needs one.
  CoefficientHistory history(JpegScan scan) {
    if (!frame.progressive() || scan.dc()) {
      return none;
    }
    JpegFrame.Component c = scan.components().getFirst();
    CoefficientHistory known = histories[c.index()];
    if (known == null) {
      known = new CoefficientHistory(arena, frame.units(scan.components()));
      histories[c.index()] = known;
    }
    return known;
  }

  /// Records a complete scan.
  void passed(JpegScan scan) {
    for (JpegFrame.Component c : scan.components()) {
      int[] bits = lowestBit[c.index()];
      if (!frame.progressive()) {
        Arrays.fill(bits, 0);
      } else if (scan.first() || bits[scan.from()] != NEVER) {
        Arrays.fill(bits, scan.from(), scan.to() + 1, scan.bit());
      }
    }
  }

  /// Returns whether every component has its DC values; without them it has no pixels.
  boolean hasPixels() {
    return Arrays.stream(lowestBit).allMatch(bits -> bits[0] != NEVER);
  }

  /// Returns whether every coefficient has all its bits.
  boolean complete() {
    return Arrays.stream(lowestBit).allMatch(bits -> Arrays.stream(bits).allMatch(b -> b == 0));
  }
}
