package dev.tintype.core.state;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import java.time.Instant;
import java.util.Optional;

/// The record of one image, apart from its versions. Immutable; each write raises the epoch.
///
/// @param id the image
/// @param createdAt when it was created
/// @param name the client's own name for it, never public
/// @param epoch raised by every write, from 1
/// @param versions how many versions were created so far
/// @param latest the version created last; absent once erased
/// @param current the last ready version; it only moves forward in creation order
/// @param life whether the image is live, being erased or erased
/// @param dueAt when the sweeper must act on it; absent for never
public record ImageRecord(
    ImageId id,
    Instant createdAt,
    Optional<String> name,
    long epoch,
    long versions,
    Optional<Version> latest,
    Optional<Current> current,
    Life life,
    Optional<Instant> dueAt) {

  /// The last ready version.
  ///
  /// @param version its name
  /// @param sequence its place in the order of creation
  public record Current(Version version, long sequence) {}

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
    record Erasing(Instant since, Optional<Instant> lastLookAt, Optional<Copies> copies)
        implements Life {
      /// An erasure that has not begun to delete.
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
    /// @param at when everything was deleted
    record Erased(Instant since, Instant at) implements Life {}
  }

  /// @return whether the image is neither being erased nor erased
  public boolean isLive() {
    return life instanceof Life.Live;
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

  /// @return this image with `version` as its latest version
  public ImageRecord withLatest(Version version) {
    return new ImageRecord(
        id, createdAt, name, epoch + 1, versions + 1, Optional.of(version), current, life, dueAt);
  }

  /// @return this image with `current` moved to a ready version; unchanged when that version was
  ///   created before the current one
  public ImageRecord withReady(VersionRecord ready) {
    Optional<Current> next =
        current.filter(c -> c.sequence() >= ready.sequence()).isPresent()
            ? current
            : Optional.of(new Current(ready.job().version(), ready.sequence()));
    return new ImageRecord(id, createdAt, name, epoch + 1, versions, latest, next, life, dueAt);
  }

  /// @return this image with only its epoch raised; writing it proves that the image is still live
  public ImageRecord touched() {
    return new ImageRecord(id, createdAt, name, epoch + 1, versions, latest, current, life, dueAt);
  }

  /// @return this image with the successor in place of the latest version; unchanged when `ended`
  ///   is not the latest
  public ImageRecord withSuccessor(Version ended, Version successor) {
    Optional<Version> next = latest.map(l -> l.equals(ended) ? successor : l);
    return new ImageRecord(id, createdAt, name, epoch + 1, versions, next, current, life, dueAt);
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
