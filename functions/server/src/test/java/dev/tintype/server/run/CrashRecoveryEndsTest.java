package dev.tintype.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.process.ResumeWork;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.server.data.Host;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The check of uploads that nobody announced does not keep a host from closing.
@Timeout(30)
class CrashRecoveryEndsTest {

  private static final int UPLOADS = 5;

  @TempDir private Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final FlowContext context =
      new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD);
  private final MemoryJobStore jobs = new MemoryJobStore();
  private final MemoryQueue queue = new MemoryQueue(clock);
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void startUploads() {
    StartUpload start =
        new StartUpload(
            stores(() -> {}), new MemorySigner(clock), queue, RenderRevision.CURRENT, context);
    for (int i = 0; i < UPLOADS; i++) {
      Original original = new Original(Sha256.of("upload " + i), 8, "image/png");
      start.newImage(new Wish(original, Recipes.FAST), Optional.empty(), Optional.empty());
    }
    asked.set(0);
  }

  private Stores stores(Runnable answering) {
    Faults faults =
        new Faults() {
          @Override
          public void before(String what, String key) {
            asked.incrementAndGet();
            answering.run();
          }

          @Override
          public void after(String what, String key) {}
        };
    MemoryStorage storage = new MemoryStorage(clock);
    return new Stores(jobs, new FlakyStorage(storage, faults), new MemoryStorage(clock));
  }

  private CrashRecovery recovery(Runnable answering) {
    return new CrashRecovery(
        jobs,
        folder,
        new Host("one", "0123456789ab"),
        new ResumeWork(stores(answering), queue, context));
  }

  @Test
  void eachUploadIsAskedFor() {
    recovery(() -> {}).ofServer();
    assertThat(asked).hasValue(UPLOADS);
  }

  @Test
  void aStorageThatDoesNotAnswerIsAskedOnce() {
    CrashRecovery recovery =
        recovery(() -> {
          throw new StoreUnavailable("an outage");
        });
    recovery.ofServer();
    assertThat(asked).hasValue(1);
  }

  @Test
  void closingEndsTheCheckAfterTheRecordThatItIsAt() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    CrashRecovery recovery =
        recovery(() -> {
          began.countDown();
          await(mayAnswer);
        });
    AutoCloseable check = recovery.start(recovery::ofServer);
    began.await();
    Thread closing = Thread.ofPlatform().start(() -> close(check));
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    mayAnswer.countDown();
    closing.join();
    assertThat(asked).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
