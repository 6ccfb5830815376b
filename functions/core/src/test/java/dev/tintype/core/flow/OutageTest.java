package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.disk.MemoryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutageTest {

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

  @ParameterizedTest
  @CsvSource({"STORAGE,5", "VARIANTS,5", "QUEUE,5", "DATABASE,5", "VARIANTS,120", "QUEUE,120"})
  void anOutageFailsNoImageAndItsBacklogIsProcessed(Outage.Part part, long minutes)
      throws Exception {
    Outage.Result result = Outage.play(part, Duration.ofMinutes(minutes), folder);
    assertThat(result.uploads()).isGreaterThan(80);
    assertThat(result.ready()).as("%s", result).isEqualTo(result.uploads());
    assertThat(result.failed()).isZero();
    assertThat(result.told()).isEqualTo(result.uploads());
  }
}
