package dev.tintype.render.format.jpeg;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Records which coefficients of a component's blocks are nonzero so far, one bit each. A refining
/// scan of a progressive JPEG has one more bit for each of them.
final class CoefficientHistory {

  private static final int PAGE = 4096;

  private final MemorySegment all;
  private final long blocks;
  private final long[] page = new long[PAGE];
  private long pageAt = -1;

  CoefficientHistory(Arena arena, long blocks) {
    this.all = arena.allocate(ValueLayout.JAVA_LONG, blocks);
    this.blocks = blocks;
  }

  long get(long block) {
    turnTo(block);
    return page[(int) (block - pageAt)];
  }

  void set(long block, long coefficients) {
    turnTo(block);
    page[(int) (block - pageAt)] = coefficients;
  }

  private void turnTo(long block) {
    if (pageAt >= 0 && block >= pageAt && block < pageAt + PAGE) {
      return;
    }
    if (pageAt >= 0) {
      MemorySegment.copy(page, 0, all, ValueLayout.JAVA_LONG, pageAt * Long.BYTES, onPage(pageAt));
    }
    pageAt = block / PAGE * PAGE;
    MemorySegment.copy(all, ValueLayout.JAVA_LONG, pageAt * Long.BYTES, page, 0, onPage(pageAt));
  }

  private int onPage(long from) {
    return (int) Math.min(PAGE, blocks - from);
  }
}
