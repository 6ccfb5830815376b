package dev.tintype.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.port.Race;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogSyncTest {

  private static final int THREADS = 16;
  private static final int ROUNDS = 200;

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  private void sync() {
    int number = begun.incrementAndGet();
    Thread.yield();
    ended.set(number);
  }

  @Test
  void whoeverReturnsWasServedByASyncThatBeganAfterTheCall() throws Exception {
    LogSync log = new LogSync(this::sync);
    List<Boolean> served =
        Race.of(
            THREADS,
            _ ->
                () -> {
                  boolean all = true;
                  for (int round = 0; round < ROUNDS; round++) {
                    int before = begun.get();
                    log.sync();
                    all &= ended.get() > before;
                  }
                  return all;
                });
    assertThat(served).containsOnly(true);
    assertThat(begun.get()).isLessThan(THREADS * ROUNDS);
  }

  @Test
  void aLoneThreadSyncsEachTime() throws Exception {
    LogSync log = new LogSync(this::sync);
    log.sync();
    log.sync();
    assertThat(begun).hasValue(2);
  }

  @Test
  void aFailureIsToldToAllWhomThatSyncWouldHaveServed() throws Exception {
    AtomicInteger syncs = new AtomicInteger();
    LogSync log =
        new LogSync(() -> {
          if (syncs.incrementAndGet() <= THREADS) {
            throw new IOException("no disk");
          }
        });
    List<Boolean> told =
        Race.of(
            THREADS,
            _ ->
                () -> {
                  try {
                    log.sync();
                    return false;
                  } catch (IOException e) {
                    return true;
                  }
                });
    assertThat(Collections.frequency(told, true)).isEqualTo(THREADS);
    while (syncs.get() < THREADS) {
      assertThatExceptionOfType(IOException.class).isThrownBy(log::sync);
    }
    log.sync();
  }
}
