package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.tintype.core.state.VersionRecord;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Random histories of everything that can happen to images: interleaved workers, deaths at every
/// boundary, lost and repeated messages, lost answers, outages, clock jumps, deploys, erasures.
///
/// Half of the histories are here and half in [LaterHistoriesTest], since each test class has a JVM
/// of its own and a machine has two processors. Both run in Maven's phase `integration-test`, as in
/// `./tintype test`; `mvn test` runs them when `-Dtest` names them. `-Dtintype.history=SEED` plays
/// one again, `-Dtintype.histories=N` plays more or fewer.
class HistoriesTest {

  private static final Logger FLOWS = Logger.getLogger("dev.tintype.flow");

  @BeforeAll
  static void silenceTheLog() {
    FLOWS.setLevel(Long.getLong("tintype.history") == null ? Level.OFF : Level.ALL);
  }

  @AfterAll
  static void restoreTheLog() {
    FLOWS.setLevel(null);
  }

  @Test
  void everyHistoryEndsWell() throws Exception {
    Long only = Long.getLong("tintype.history");
    long first = only == null ? Long.getLong("tintype.firstHistory", 1) : only;
    int all = only == null ? Integer.getInteger("tintype.histories", 100_000) : 1;
    int half = all / 2;
    endWell(isLaterHalf() ? first + half : first, isLaterHalf() ? all - half : half);
  }

  /// Whether the later half of the histories is played, or the earlier one.
  boolean isLaterHalf() {
    return false;
  }

  private static void endWell(long first, int count) throws Exception {
    FutureTask<Map<String, Integer>> all = new FutureTask<>(() -> play(first, count));
    Thread.ofVirtual().name("director").start(all);
    Map<String, Integer> ends = all.get();
    System.out.println("histories=" + count + " first=" + first + " ends=" + ends);
    if (count >= 50_000) {
      assertThat(ends.keySet()).contains("ready", "failed", "expired", "superseded", "erased");
    }
  }

  private static Map<String, Integer> play(long first, int count) throws Exception {
    Map<String, Integer> ends = new TreeMap<>();
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      Path folder = files.getPath("/work");
      new WorkFolders(folder).prepare();
      for (long seed = first; seed < first + count; seed++) {
        World world = play(seed, folder);
        for (VersionRecord version : world.jobs.inner().allVersions()) {
          ends.merge(version.state().code(), 1, Integer::sum);
        }
        long erased =
            world.jobs.inner().allImages().stream().filter(image -> !image.isLive()).count();
        ends.merge("erased", (int) erased, Integer::sum);
      }
    }
    return ends;
  }

  private static World play(long seed, Path folder) {
    try {
      return new Simulation(seed, folder).play();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "history " + seed + " (replay with -Dtintype.history=" + seed + "): " + e.getMessage(),
          e);
    }
  }
}
