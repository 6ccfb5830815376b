package dev.tintype.server.worker;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerTest {

  /// This happens when the worker must end while its renderer starts and then fails.
  @Test
  void stoppingAWorkerThatNeverRanDoesNotWait() {
    // The worker's tools are not used.
    Worker worker = new Worker(null, null, Duration.ofHours(1), () -> true, () -> 0, () -> true);
    worker.close();
    assertTimeoutPreemptively(Duration.ofMinutes(1), () -> worker.stop(Thread.currentThread()));
  }
}
