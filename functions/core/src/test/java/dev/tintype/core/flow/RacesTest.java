package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.TestClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RacesTest {

  private static final long SEED = 20_261_123;

  private static final Logger FLOWS = Logger.getLogger("dev.tintype.flow");

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @BeforeAll
  static void silenceTheLog() {
    FLOWS.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreTheLog() {
    FLOWS.setLevel(null);
  }

  private Races races() {
    TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
    return new Races(
        new MemoryJobStore(),
        new MemoryStorage(clock),
        new MemoryStorage(clock),
        clock,
        folder,
        SEED);
  }

  @Test
  void onlyOneOfTwoConcurrentWorkersWrites() throws Exception {
    assertThat(races().together(300)).isEqualTo(new Races.Tally(300, 0, 0, 0, 0, 0));
  }

  @Test
  void aWorkerThatWakesAfterItsLeaseExpiredWritesNothing() throws Exception {
    Races.Tally tally = races().frozen(300);
    assertThat(tally.staleWrites()).as("seed %s", SEED).isZero();
    assertThat(tally.changed()).as("seed %s", SEED).isZero();
    assertThat(tally.unfinished()).as("seed %s", SEED).isZero();
    assertThat(tally.frozen()).isGreaterThan(200);
    assertThat(tally.erased()).isPositive();
  }
}
