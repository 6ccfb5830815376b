package dev.tintype.core.port;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Recipes;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/// Sample records for given instants.
final class SampleRecords {

  private SampleRecords() {}

  static ImageId id(Instant at) {
    return ImageId.newUlid(at, new SecureRandom());
  }

  static ImageRecord image(ImageId id, Instant at) {
    return new ImageRecord(
        id,
        at,
        Optional.of("Füße + 100 %.jpg"),
        1,
        0,
        Optional.empty(),
        Optional.empty(),
        new Life.Live(),
        Optional.empty());
  }

  static VersionRecord version(ImageId id, int number, Instant at, Optional<Instant> due) {
    ImageJob job =
        ImageJob.of(
            id,
            new ImageJob.Original(Sha256.of("original " + number), 1000 + number, "image/jpeg"),
            Recipes.FAST,
            RenderRevision.parse("1-test"),
            at);
    return new VersionRecord(
        job, number, 1, 1, 0, 0, new VersionState.AwaitingUpload(at.plusSeconds(900)), due, at);
  }

  static Outcome outcome(VersionRecord version, String id, Instant due) {
    return new Outcome(
        id,
        version.job().imageId(),
        Optional.of(version.job().version()),
        "image.ready",
        "{\"state\":\"ready ✓\"}",
        due.minusSeconds(1),
        0,
        due);
  }

  static IdempotencyRecord idempotency(String key, VersionRecord version, Instant expiresAt) {
    return new IdempotencyRecord(
        Sha256.of(key),
        Sha256.of("body of " + key),
        version.job().imageId(),
        version.job().version(),
        201,
        expiresAt);
  }

  static Version versionOf(VersionRecord version) {
    return version.job().version();
  }
}
