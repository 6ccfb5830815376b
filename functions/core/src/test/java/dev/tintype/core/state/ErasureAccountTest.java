package dev.tintype.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When the last deletion of an erasure ended.
final class ErasureAccountTest {

  private static final Instant FIRST = Instant.parse("2026-11-30T10:00:00Z");
  private static final Instant LATER = FIRST.plus(Duration.ofMinutes(7));

  private final ErasureAccount once =
      ErasureAccount.EMPTY.deleting(List.of("v/i/1")).deleted(true, FIRST);

  @Test
  void aDeletionOfNothingIsNotTheLast() {
    assertThat(once.deleted(false, LATER).deletedAt()).contains(FIRST);
  }

  /// The process died after the deletion, and the next one finds nothing.
  @Test
  void aDeletionThatEndedByACrashMayBeTheLast() {
    ErasureAccount died = once.deleting(List.of("v/i/2"));
    assertThat(died.deleted(false, LATER).deletedAt()).contains(LATER);
  }
}
