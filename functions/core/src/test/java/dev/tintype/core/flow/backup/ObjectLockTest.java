package dev.tintype.core.flow.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectLockTest {

  @TempDir private Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-11-30T10:00:00Z"));
  private final MemoryStorage storage = new MemoryStorage(clock);

  private ObjectLock take() {
    return ObjectLock.take(storage, folder);
  }

  @Test
  void onlyOneHasItAtATime() {
    try (ObjectLock first = take()) {
      assertThatThrownBy(this::take).isInstanceOf(BackupRefused.class);
      assertThat(first.isLost()).isFalse();
    }
    try (ObjectLock second = take()) {
      assertThat(second.isLost()).isFalse();
      assertThat(storage.keys()).hasSize(1);
    }
  }

  @Test
  void aHolderThatIsSilentForAMinuteHasLostIt() {
    try (ObjectLock first = take()) {
      clock.advance(Duration.ofSeconds(59));
      assertThatThrownBy(this::take).isInstanceOf(BackupRefused.class);
      assertThat(first.isLostNow()).isFalse();
      clock.advance(Duration.ofSeconds(2));
      try (ObjectLock next = take()) {
        assertThat(first.isLostNow()).as("asked after it stood still").isTrue();
        assertThat(next.isLostNow()).isFalse();
        assertThatThrownBy(this::take).isInstanceOf(BackupRefused.class);
      }
    }
  }
}
