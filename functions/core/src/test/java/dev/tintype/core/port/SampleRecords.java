package dev.tintype.core.port;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.ImageSet;
import dev.tintype.core.state.ImageSets;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /// @return the image after a decision for a new version of its only set
  static ImageRecord withLatest(ImageRecord image, Version version) {
    return new ImageRecord(
        image.id(),
        image.createdAt(),
        image.name(),
        image.epoch() + 1,
        image.versions() + 1,
        Optional.of(version),
        image.current(),
        image.life(),
        image.dueAt());
  }

  /// @return the image with three sets: one shows a version, one waits for its first version and is
  ///   to become the default set, and one decided a version again
  static ImageRecord withSets(
      ImageRecord image, VersionRecord shown, VersionRecord waiting, VersionRecord again) {
    Current current = new Current(versionOf(shown), 4);
    ImageSet standard = new ImageSet(versionOf(shown), Optional.of(current), Map.of());
    ImageSet next = new ImageSet(versionOf(waiting), Optional.empty(), Map.of());
    ImageSet third =
        new ImageSet(
            versionOf(again),
            Optional.of(new Current(versionOf(shown), 3)),
            Map.of(versionOf(again), 5L));
    ImageSets sets =
        new ImageSets(
            "fast",
            Optional.of("social"),
            new TreeMap<>(Map.of("fast", standard, "social", next, "wide", third)));
    return new ImageRecord(
        image.id(),
        image.createdAt(),
        image.name(),
        image.epoch() + 1,
        5,
        Optional.of(versionOf(waiting)),
        Optional.of(current),
        Optional.of(sets),
        image.life(),
        image.dueAt());
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
