package dev.tintype.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An impossible instant from a fast clock must not block a job after the clock is corrected.
final class ClaimTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private static VersionRecord record(VersionState state) {
    ImageJob job =
        ImageJob.of(
            new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
            new Original(Sha256.of("x"), 1, "image/jpeg"),
            Recipes.FAST,
            RenderRevision.parse("1-test"),
            NOW);
    return new VersionRecord(job, 1, 1, 1, 1, 0, state, Optional.of(NOW), NOW);
  }

  private static Claim claim(VersionState state) {
    return Claim.of(record(state), "me", NOW);
  }

  @Test
  void anImpossibleRetryTimeIsIgnored() {
    assertThat(claim(new Queued(NOW.plus(Duration.ofHours(2))))).isInstanceOf(Claim.Granted.class);
    Instant longest = NOW.plus(Duration.ofMinutes(15));
    assertThat(claim(new Queued(longest))).isEqualTo(new Claim.NotYet(longest));
  }

  @Test
  void anImpossibleLeaseIsGrantedAgainWithoutCountingADeath() {
    Instant ahead = NOW.plus(Duration.ofHours(2)).plus(Schedule.LEASE);
    Claim claim = claim(new Processing("other", ahead, Step.DECODE));
    assertThat(claim).isInstanceOf(Claim.Granted.class);
    assertThat(((Claim.Granted) claim).record().deaths()).isZero();
  }

  @Test
  void aLeaseFromAHostWhoseClockIsMinutesAheadIsRespected() {
    Instant until = NOW.plus(Duration.ofMinutes(10)).plus(Schedule.LEASE);
    assertThat(claim(new Processing("other", until, Step.DECODE)))
        .isEqualTo(new Claim.HeldElsewhere(until));
  }
}
