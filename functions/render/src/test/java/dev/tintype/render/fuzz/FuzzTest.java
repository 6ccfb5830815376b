package dev.tintype.render.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.golden.Darkroom;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bounded slice of the fuzzer; [FuzzMain] runs as long as one likes.
final class FuzzTest {

  private static final int MUTANTS = 1500;
  private static final long CAP_BYTES = 1536L << 20;

  @Test
  void noMutantKillsHangsOrOutgrowsTheRendererOrLeavesAFile(
      @TempDir Path folder, @TempDir Path findings) throws Exception {
    Fuzzer fuzzer = new Fuzzer(Darkroom.VIPS, folder, findings, 20_261_123);
    Tally tally = fuzzer.run(2, () -> fuzzer.tally().count() < MUTANTS);
    assertThat(tally.of("crashed")).as(tally.table()).isZero();
    assertThat(tally.of("timeout")).as(tally.table()).isZero();
    assertThat(tally.leftovers()).as(tally.table()).isZero();
    assertThat(tally.peakBytes()).as(tally.table()).isLessThan(CAP_BYTES);
    assertThat(tally.decodedShare()).as(tally.table()).isGreaterThan(0.2);
    assertThat(folder).isEmptyDirectory();
  }
}
