package dev.tintype.core.state;

import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The record of one image, apart from its versions. Immutable; each write raises the epoch.
///
/// @param id the image
/// @param createdAt when it was created
/// @param name the client's own name for it, never public
/// @param metadata what the client keeps with it, never public
/// @param epoch raised by every write, from 1
/// @param versions how many decisions were taken so far. Each one, of any set, takes the next
///   number as its generation
/// @param latest the version that was decided last for the default set, or for the set that is to
///   become the default set; absent once erased
/// @param current the ready version that the default set shows
/// @param sets every set; absent while there is only the default set and `latest` and `current` say
///   all about it
/// @param points the focal points that were set after the upload
/// @param life whether the image is live, being erased or erased
/// @param dueAt when the sweeper must act on it; absent for never
public record ImageRecord(
    ImageId id,
    Instant createdAt,
    Optional<String> name,
    Metadata metadata,
    long epoch,
    long versions,
    Optional<Version> latest,
    Optional<Current> current,
    Optional<ImageSets> sets,
    FocalPoints points,
    Life life,
    Optional<Instant> dueAt) {

  /// The ready version that a set shows.
  ///
  /// @param version its name
  /// @param sequence the generation of the decision that shows it
  public record Current(Version version, long sequence) {}

  /// The focal points of originals that were set after the upload.
  ///
  /// @param byOriginal for each of these originals, its point; empty when its point was removed
  public record FocalPoints(Map<Sha256, Optional<Focus>> byOriginal) {

    /// The point of no original was set after the upload.
    public static final FocalPoints NONE = new FocalPoints(Map.of());

    /// Copies the map.
    public FocalPoints {
      byOriginal = Map.copyOf(byOriginal);
    }

    private FocalPoints with(Sha256 original, Optional<Focus> point) {
      Map<Sha256, Optional<Focus>> next = new HashMap<>(byOriginal);
      next.put(original, point);
      return new FocalPoints(next);
    }
  }

  /// One decision of several that are taken together.
  ///
  /// @param set the name of a set that exists
  /// @param version the version that it is to show
  public record Decision(String set, VersionRecord version) {}

  /// @throws IllegalArgumentException when `latest` or `current` is not that of the sets
  public ImageRecord {
    if (sets.isPresent()
        && (!latest.equals(Optional.of(sets.get().announcedSet().latest()))
            || !current.equals(sets.get().standardSet().current()))) {
      throw new IllegalArgumentException("latest and current are not those of the sets");
    }
  }

  /// An image without metadata, whose originals have the focal points that they were uploaded with.
  public ImageRecord(
      ImageId id,
      Instant createdAt,
      Optional<String> name,
      long epoch,
      long versions,
      Optional<Version> latest,
      Optional<Current> current,
      Optional<ImageSets> sets,
      Life life,
      Optional<Instant> dueAt) {
    this(
        id,
        createdAt,
        name,
        Metadata.NONE,
        epoch,
        versions,
        latest,
        current,
        sets,
        FocalPoints.NONE,
        life,
        dueAt);
  }

  /// An image whose only set needs no name.
  public ImageRecord(
      ImageId id,
      Instant createdAt,
      Optional<String> name,
      long epoch,
      long versions,
      Optional<Version> latest,
      Optional<Current> current,
      Life life,
      Optional<Instant> dueAt) {
    this(id, createdAt, name, epoch, versions, latest, current, Optional.empty(), life, dueAt);
  }

  /// Whether the image is live.
  public sealed interface Life {
    /// It is live.
    record Live() implements Life {}

    /// It is being erased. The API answers 410 and the sweeper deletes its files.
    ///
    /// @param since when the erasure was requested
    /// @param lastLookAt the time from which no write to its files can be in progress, so that the
    ///   last look is possible; absent until its files were deleted once
    /// @param copies the copies of its public files near viewers; absent when none are known, or
    ///   when the edge cache has accepted the request to forget them
    /// @param account what is deleted; absent when an older release did a part of the erasure, so
    ///   that no receipt is possible
    record Erasing(
        Instant since,
        Optional<Instant> lastLookAt,
        Optional<Copies> copies,
        Optional<ErasureAccount> account)
        implements Life {
      /// An erasure without an account.
      public Erasing(Instant since, Optional<Instant> lastLookAt, Optional<Copies> copies) {
        this(since, lastLookAt, copies, Optional.empty());
      }

      /// An erasure without an account that has not begun to delete.
      public Erasing(Instant since) {
        this(since, Optional.empty(), Optional.empty());
      }
    }

    /// Copies that the edge cache must forget.
    ///
    /// @param refusals how many requests to forget them were not accepted
    record Copies(int refusals) {}

    /// Only this tombstone is left.
    ///
    /// @param since when the erasure was requested
    /// @param at when everything was deleted, and known to be
    /// @param receipt the signed receipt, as JSON; absent when there is none
    record Erased(Instant since, Instant at, Optional<String> receipt) implements Life {
      /// An erasure without a receipt.
      public Erased(Instant since, Instant at) {
        this(since, at, Optional.empty());
      }
    }
  }

  /// @return whether the image is neither being erased nor erased
  public boolean isLive() {
    return life instanceof Life.Live;
  }

  /// @return a new image with its first version and with metadata
  public static ImageRecord first(
      ImageId id, Optional<String> name, Metadata metadata, Version version, Instant createdAt) {
    ImageRecord plain = first(id, name, version, createdAt);
    return plain.labelled(name, metadata, plain.epoch);
  }

  /// @return a new image with its first version
  public static ImageRecord first(
      ImageId id, Optional<String> name, Version version, Instant createdAt) {
    return new ImageRecord(
        id,
        createdAt,
        name,
        1,
        1,
        Optional.of(version),
        Optional.empty(),
        new Life.Live(),
        Optional.empty());
  }

  /// @return this image with another name and other metadata; the epoch is raised
  public ImageRecord labelled(Optional<String> nextName, Metadata next) {
    return labelled(nextName, next, epoch + 1);
  }

  private ImageRecord labelled(Optional<String> nextName, Metadata next, long nextEpoch) {
    return new ImageRecord(
        id, createdAt, nextName, next, nextEpoch, versions, latest, current, sets, points, life,
        dueAt);
  }

  /// @return this image with its sets named and the same epoch, so that a decision can be taken
  public ImageRecord named(ImageSets known) {
    return with(epoch, versions, latest, current, Optional.of(known), points);
  }

  private ImageRecord with(
      long nextEpoch,
      long decisions,
      Optional<Version> last,
      Optional<Current> shown,
      Optional<ImageSets> named,
      FocalPoints moved) {
    return new ImageRecord(
        id, createdAt, name, metadata, nextEpoch, decisions, last, shown, named, moved, life,
        dueAt);
  }

  /// Takes a decision: a set is to show a version. The decision takes the next generation. A ready
  /// version is shown at once. Any other version is shown when it becomes ready, unless a later
  /// decision is shown by then.
  ///
  /// @param set the name of the set, which may be new
  /// @param asDefault whether the set becomes the default set when it shows the version
  /// @param version the version as stored, or as it is created in the same change
  /// @throws java.util.NoSuchElementException when the sets are not [#named]
  public ImageRecord withDecision(String set, boolean asDefault, VersionRecord version) {
    long generation = versions + 1;
    return with(sets.orElseThrow().decided(set, asDefault, version, generation), generation);
  }

  /// @param original an original of this image, as a job has it
  /// @return the original with the focal point that it has now
  public Original focused(Original original) {
    return original.with(points.byOriginal().getOrDefault(original.sha256(), original.focus()));
  }

  /// Sets the focal point of an original and takes decisions, in one write.
  ///
  /// @param point the point; absent to remove it
  /// @param decisions in their order; the first takes the next generation, and so on
  /// @throws java.util.NoSuchElementException when there are decisions and the sets are not
  ///   [#named], or when a set does not exist
  public ImageRecord withFocus(Sha256 original, Optional<Focus> point, List<Decision> decisions) {
    ImageRecord moved = with(epoch, versions, latest, current, sets, points.with(original, point));
    return decisions.isEmpty()
        ? moved.touched()
        : moved.with(
            sets.orElseThrow().decided(decisions, versions + 1), versions + decisions.size());
  }

  /// @return this image with `current` of every set that decided the version moved to it; unchanged
  ///   where a later decision is shown
  public ImageRecord withReady(VersionRecord ready) {
    if (sets.isPresent()) {
      return with(sets.get().ready(ready), versions);
    }
    Optional<Current> next =
        current.filter(c -> c.sequence() >= ready.sequence()).isPresent()
            ? current
            : Optional.of(new Current(ready.job().version(), ready.sequence()));
    return plain(versions, latest, next);
  }

  /// @return this image with only its epoch raised; writing it proves that the image is still live
  public ImageRecord touched() {
    return with(epoch + 1, versions, latest, current, sets, points);
  }

  /// Puts a successor in the place of a superseded version. The successor takes over its decisions.
  ///
  /// @param successor the successor as stored, or as it is created in the same change. If it is not
  ///   new, the sets must be [#named]
  public ImageRecord withSuccessor(VersionRecord ended, VersionRecord successor) {
    if (sets.isPresent()) {
      return with(sets.get().superseded(ended, successor), versions);
    }
    Version before = ended.job().version();
    return plain(
        versions, latest.map(l -> l.equals(before) ? successor.job().version() : l), current);
  }

  private ImageRecord with(ImageSets next, long decisions) {
    Optional<Version> last = Optional.of(next.announcedSet().latest());
    Optional<Current> shown = next.standardSet().current();
    return next.isPlain()
        ? plain(decisions, last, shown)
        : with(epoch + 1, decisions, last, shown, Optional.of(next), points);
  }

  private ImageRecord plain(long decisions, Optional<Version> last, Optional<Current> shown) {
    return with(epoch + 1, decisions, last, shown, Optional.empty(), points);
  }

  /// @return the tombstone: id and times only
  public ImageRecord entombed(Life next, Optional<Instant> due) {
    return new ImageRecord(
        id,
        createdAt,
        Optional.empty(),
        epoch + 1,
        versions,
        Optional.empty(),
        Optional.empty(),
        next,
        due);
  }
}
