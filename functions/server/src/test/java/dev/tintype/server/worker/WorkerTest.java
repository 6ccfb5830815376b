package dev.tintype.server.worker;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerTest {

  /// As when it is told to end while its renderer starts, which then fails.
  @Test
  void stoppingAWorkerThatNeverRanDoesNotWait() {
    // What it would work with is not asked for.
    Worker worker = new Worker(null, null, Duration.ofHours(1), () -> true, () -> 0);
    worker.close();
    assertTimeoutPreemptively(Duration.ofMinutes(1), () -> worker.stop(Thread.currentThread()));
  }
}
