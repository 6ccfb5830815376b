package dev.tintype.core.flow;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Keys;
import dev.tintype.core.Rejection;
import dev.tintype.core.Version;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.ImageSet;
import dev.tintype.core.state.Outcomes;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Superseded;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The conditions that must hold when a history has ended.
final class Aftermath {

  private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");

  private final World world;

  Aftermath(World world) {
    this.world = world;
  }

  /// @return whether nothing more will happen by itself
  static boolean isQuiet(World world) {
    var due = world.jobs.due(EVER, 1);
    return due.versions().isEmpty() && due.images().isEmpty() && due.outcomes().isEmpty();
  }

  void check() {
    for (ImageRecord image : world.jobs.inner().allImages()) {
      if (image.isLive()) {
        checkCurrent(image);
      } else {
        checkErased(image);
      }
    }
    Set<String> named = new HashSet<>();
    for (VersionRecord version : world.jobs.inner().allVersions()) {
      require(version.state().isEnd(), () -> "unfinished: " + version);
      checkFiles(version);
      checkVerdict(version);
      Outcomes.of(version).ifPresent(outcome -> checkTold(outcome.id()));
      named.add(Keys.version(version.job().imageId(), version.job().version()));
    }
    for (String key : world.variants.keys()) {
      require(
          named.contains(key.substring(0, key.lastIndexOf('/') + 1)),
          () -> "belongs to none: " + key);
    }
    world.jobs.outcomes().forEach(this::checkTold);
    require(world.jobs.outcomes().containsAll(world.told), () -> "told of what never happened");
  }

  private void checkTold(String id) {
    require(world.told.contains(id), () -> "nobody was told of " + id);
  }

  private void checkErased(ImageRecord image) {
    require(image.life() instanceof Life.Erased, () -> "not erased: " + image);
    require(world.jobs.versions(image.id()).isEmpty(), () -> "a version outlived its image");
    require(
        under(world.originals.keys(), Keys.originals(image.id())).isEmpty(),
        () -> "an original outlived its image");
    require(
        under(world.variants.keys(), Keys.variants(image.id())).isEmpty(),
        () -> "a variant outlived its image");
    world.hasNoCopies(image);
    checkTold(Outcomes.erased(image, EVER).id());
  }

  private void checkCurrent(ImageRecord image) {
    List<VersionRecord> versions = world.jobs.versions(image.id());
    world.jobs.decisions().check(image);
    require(
        image
            .latest()
            .filter(l -> versions.stream().anyMatch(v -> v.job().version().equals(l)))
            .isPresent(),
        () -> "latest does not exist: " + image);
    Set<Version> last =
        image
            .sets()
            .map(sets -> sets.byName().values().stream().map(ImageSet::latest))
            .orElseGet(() -> image.latest().stream())
            .collect(Collectors.toSet());
    if (!world.rolledBack.contains(image.id())) {
      versions.stream()
          .filter(v -> v.state() instanceof Ready && last.contains(v.job().version()))
          .forEach(v -> checkFocus(image, v, versions));
    }
  }

  /// A ready version that a set decided last has the focal point of its original, unless the
  /// version with that point ended badly. A rollback may show a version with another point.
  private static void checkFocus(
      ImageRecord image, VersionRecord last, List<VersionRecord> versions) {
    Original wanted = image.focused(last.job().original());
    boolean isWanted =
        !last.job().recipe().cropsByFocus() || last.job().focus().equals(wanted.focus());
    boolean endedBadly =
        versions.stream()
            .filter(v -> v.job().original().sha256().equals(wanted.sha256()))
            .filter(v -> v.job().recipe().digest().equals(last.job().recipe().digest()))
            .filter(v -> v.job().focus().equals(wanted.focus()))
            .anyMatch(v -> !v.state().mayBeShown());
    require(isWanted || endedBadly, () -> "has not the focal point " + wanted + ": " + last);
  }

  private void checkFiles(VersionRecord version) {
    if (version.state() instanceof Ready) {
      world.isComplete(version);
      return;
    }
    String folder = Keys.version(version.job().imageId(), version.job().version());
    require(
        world.everSkewed || under(world.variants.keys(), folder).isEmpty(),
        () -> version.state() + " left files behind");
  }

  private void checkVerdict(VersionRecord version) {
    int number = number(version);
    switch (version.state()) {
      case Ready _ -> require(number != 2 && number != 3 && number != 5, () -> "ready: " + number);
      case Failed failed -> checkFailed(number, version, failed.reason());
      case Expired expired ->
          require(
              world.originals.head(version.job().originalKey()).isEmpty()
                  || hasSibling(version)
                  || expired.wasRetired(),
              () -> "expired with its original in storage");
      case Superseded _ -> require(world.hostility.deploys(), () -> "superseded by nobody");
      default -> throw new AssertionError(version.state());
    }
  }

  /// Whether another version got the same original later, so that the client has its result.
  private boolean hasSibling(VersionRecord expired) {
    return world.jobs.versions(expired.job().imageId()).stream()
        .filter(version -> !(version.state() instanceof Expired))
        .anyMatch(version -> version.job().originalKey().equals(expired.job().originalKey()));
  }

  private void checkFailed(int number, VersionRecord version, Rejection reason) {
    int lapses = world.jobs.lapses(version);
    boolean explained =
        switch (reason) {
          case CORRUPT -> number == 2;
          case DECODER_TIMEOUT -> number == 3;
          case DECODER_CRASHED -> lapses + (number == 3 || number == 4 ? 1 : 0) >= 2;
          default -> false;
        };
    require(explained, () -> number + " failed with " + reason);
    require(
        number == 5 || lapses == 0 || world.hostility.mayLapse() || world.everSkewed,
        () -> "a healthy worker's lease lapsed");
  }

  private static int number(VersionRecord version) {
    for (int number : World.NUMBERS) {
      if (version.job().original().sha256().equals(World.digest(number))) {
        return number;
      }
    }
    throw new AssertionError("an original from nowhere");
  }

  private static List<String> under(List<String> keys, String prefix) {
    return keys.stream().filter(key -> key.startsWith(prefix)).toList();
  }

  private static void require(boolean holds, Supplier<String> broken) {
    if (!holds) {
      throw new AssertionError(broken.get());
    }
  }
}
