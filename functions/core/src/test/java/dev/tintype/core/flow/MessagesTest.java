package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MessagesTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  /// @return a version that is to be tried again at an instant
  private static VersionRecord queued(Instant notBefore) {
    ImageJob job =
        ImageJob.of(
            new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
            Platform.original(Platform.BYTES),
            Recipes.FAST,
            RenderRevision.parse("1-test"),
            NOW);
    return Upload.stored(job, 1, NOW).to(new Queued(notBefore), Optional.empty(), NOW);
  }

  private static Duration delay(Instant notBefore, Instant now) {
    return Messages.retries(queued(notBefore), now).stream()
        .map(Sending::delay)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMessageComesWhenThePauseIsOver() {
    assertThat(delay(NOW.plusSeconds(90), NOW)).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void theDelayIsWithinItsRangeAlthoughTheClockWasSet() {
    Instant last = NOW.plus(JobSender.LONGEST_DELAY);
    assertThat(delay(last, NOW.minusMillis(1))).isEqualTo(JobSender.LONGEST_DELAY);
    assertThat(delay(NOW, NOW.plusSeconds(1))).isZero();
  }
}
