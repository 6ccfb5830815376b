package dev.tintype.render.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.Json;
import dev.tintype.render.golden.Darkroom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A short, bounded run of the fuzzer; [FuzzRun] can run for any time.
final class FuzzTest {

  private static final Path LIBVIPS = Path.of(System.getProperty("tintype.libvips", ""));
  private static final int MUTANTS = 1500;
  private static final long CAP_BYTES = 1536L << 20;

  @Test
  void noMutantKillsHangsOrOutgrowsTheRendererOrLeavesAFile(
      @TempDir Path folder, @TempDir Path findings) throws Exception {
    Tally tally = new Tally();
    try (Fuzzer fuzzer =
        new Fuzzer(
            Corpus.of(Darkroom.VIPS),
            new Fuzzer.Place(LIBVIPS, folder.resolve("work"), findings),
            20_261_123,
            tally)) {
      fuzzer.run(2, 0, MUTANTS);
    }
    assertThat(tally.count()).isEqualTo(MUTANTS);
    assertThat(tally.of("crashed")).as(tally.table()).isZero();
    assertThat(tally.of("timeout")).as(tally.table()).isZero();
    assertThat(tally.leftovers()).as(tally.table()).isZero();
    assertThat(tally.peakBytes()).as(tally.table()).isLessThan(CAP_BYTES);
    assertThat(tally.decodedShare()).as(tally.table()).isGreaterThan(0.2);
    assertThat(folder).isEmptyDirectory();
    assertThat(Tally.of(Json.parse(Json.write(tally.json()))).table()).isEqualTo(tally.table());
  }

  @Test
  void anInterruptedRunContinuesWhereItStopped(@TempDir Path once, @TempDir Path twice)
      throws Exception {
    List<String> progress = new ArrayList<>();
    assertThat(new FuzzRun(LIBVIPS, once, 3).until(60, 1, progress::add)).isTrue();
    assertThat(new FuzzRun(LIBVIPS, twice, 3).until(20, 1, progress::add)).isTrue();
    FuzzRun again = new FuzzRun(LIBVIPS, twice, 3);
    assertThat(again.until(60, 1, progress::add)).isTrue();
    assertThat(outcomes(twice)).isEqualTo(outcomes(once));
    assertThat(again.report()).contains("60 mutants of seed 3", "2 runs, 2 of which");
    assertThat(progress)
        .containsExactly("60 of 60, 0 deaths", "20 of 20, 0 deaths", "60 of 60, 0 deaths");
  }

  private static String outcomes(Path kept) throws Exception {
    return Json.parse(java.nio.file.Files.readAllBytes(kept.resolve("fuzz.json")))
        .object("tally")
        .object("formats")
        .node()
        .toString();
  }
}
