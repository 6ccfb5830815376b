package dev.tintype.core.flow.focus;

import dev.tintype.core.Focus;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Version;
import dev.tintype.core.flow.focus.MoveFocus.Moved;
import dev.tintype.core.flow.focus.MoveFocus.OfSet;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.ImageRecord.Decision;
import dev.tintype.core.state.ImageSet;
import dev.tintype.core.state.ImageSets;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a new focal point of an original changes: which versions are queued, and what each set
/// decides. Used once. Not thread-safe.
final class FocusPlan {

  private final ImageRecord image;
  private final ImageSets sets;
  private final Original original;
  private final Optional<Focus> point;
  private final boolean isMoved;
  private final List<Write> puts = new ArrayList<>();
  private final List<VersionRecord> queued = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<OfSet> results = new ArrayList<>();
  private boolean cleansUp;

  /// @param named the image with its sets named
  /// @param original the original whose point it is
  /// @param point the point; absent to remove it
  FocusPlan(ImageRecord named, Original original, Optional<Focus> point) {
    this.image = named;
    this.sets = named.sets().orElseThrow();
    this.original = original;
    this.point = point;
    this.isMoved = !named.focused(original).focus().equals(point);
  }

  /// A set that shows a version of the original, or will show one, and crops by the focal point.
  ///
  /// @param set its name
  /// @param current the version that it shows
  /// @param latest the version that it decided last
  /// @param basis the version of the original whose recipe is used: the latest or the current one
  /// @param job the version with the point
  private record Place(
      String set,
      Optional<Version> current,
      VersionRecord latest,
      VersionRecord basis,
      ImageJob job) {

    /// @return whether the set decided another version since: one of another original, or one that
    ///   was rejected
    boolean isLeft() {
      return !latest.equals(basis);
    }
  }

  /// @param versions every version of the sets
  /// @param revision the render revision of new versions
  void decide(SetVersions versions, RenderRevision revision, Instant now) {
    List<Place> places =
        sets.byName().entrySet().stream()
            .flatMap(set -> place(set.getKey(), set.getValue(), versions, revision, now).stream())
            .toList();
    versions.readAll(places.stream().map(place -> place.job().version()).toList());
    places.forEach(place -> decide(place, versions, now));
  }

  private Optional<Place> place(
      String name, ImageSet set, SetVersions versions, RenderRevision revision, Instant now) {
    Optional<Version> current = set.current().map(Current::version);
    return versions
        .read(set.latest())
        .flatMap(latest ->
            Stream.concat(Stream.of(latest), current.flatMap(versions::read).stream())
                .filter(this::isOfOriginal)
                .findFirst()
                .filter(basis -> basis.job().recipe().cropsByFocus())
                .map(basis ->
                    new Place(name, current, latest, basis, job(name, basis, revision, now))));
  }

  /// A version that was rejected shows nothing, and neither would it with another point.
  private boolean isOfOriginal(VersionRecord version) {
    return version.job().original().sha256().equals(original.sha256())
        && !version.state().isRejected();
  }

  /// The set owns what it makes: the stored recipe has the set's name.
  private ImageJob job(String set, VersionRecord basis, RenderRevision revision, Instant now) {
    ImageJob job = basis.job();
    if (job.focus().equals(point)) {
      return job;
    }
    Recipe own = job.recipe().named(set);
    return ImageJob.of(image.id(), job.original().with(point), own, revision, now);
  }

  private void decide(Place place, SetVersions versions, Instant now) {
    Optional<VersionRecord> existing = versions.read(place.job().version());
    if (existing.isEmpty()) {
      queue(place, versions, Optional.empty(), Upload.stored(place.job(), generation(), now));
      return;
    }
    VersionRecord version = existing.get();
    switch (version.state()) {
      case Queued _ when version.lane() == Lane.BULK ->
          queue(place, versions, existing, Upload.hastened(version, now).orElseThrow());
      case Ready _, AwaitingUpload _, Queued _, Processing _ -> show(place, version);
      case Expired _ ->
          queue(
              place, versions, existing, Upload.requested(version, Lane.FRESH, now).orElseThrow());
      case Failed _, Superseded _ -> results.add(new OfSet(place.set(), version, false));
      case Retired _ -> cleansUp = true;
    }
  }

  private long generation() {
    return image.versions() + decisions.size() + 1;
  }

  private void queue(
      Place place, SetVersions versions, Optional<VersionRecord> before, VersionRecord after) {
    puts.add(new Write.PutVersion(before, after));
    queued.add(after);
    versions.written(after);
    decideFor(place, after);
    results.add(new OfSet(place.set(), after, true));
  }

  private void show(Place place, VersionRecord version) {
    if (!isDecided(place, version)) {
      decideFor(place, version);
    }
    results.add(new OfSet(place.set(), version, queued.contains(version)));
  }

  private boolean isDecided(Place place, VersionRecord version) {
    Version name = version.job().version();
    return place.isLeft()
        ? !isMoved
            && (place.current().equals(Optional.of(name))
                || sets.isDecidedSince(place.set(), version))
        : place.latest().job().version().equals(name);
  }

  /// A set that is to show another original later still does: that decision is taken again. It may
  /// have failed, and be redriven.
  private void decideFor(Place place, VersionRecord version) {
    decisions.add(new Decision(place.set(), version));
    if (place.isLeft() && !place.latest().state().isRejected()) {
      decisions.add(new Decision(place.set(), place.latest()));
    }
  }

  /// @return whether the files of a wanted version are being deleted
  boolean cleansUp() {
    return cleansUp;
  }

  /// @return the versions that are queued
  List<VersionRecord> versions() {
    return List.copyOf(queued);
  }

  /// @param before the image as read
  /// @return everything in one change; absent when nothing changes
  Optional<Change> change(ImageRecord before) {
    if (!isMoved && decisions.isEmpty()) {
      return Optional.empty();
    }
    ImageRecord from = decisions.isEmpty() ? before : image;
    List<Write> writes = new ArrayList<>(puts);
    writes.add(
        new Write.PutImage(
            Optional.of(before), from.withFocus(original.sha256(), point, decisions)));
    return Optional.of(new Change(writes));
  }

  Moved.Done done() {
    return new Moved.Done(point, results);
  }
}
