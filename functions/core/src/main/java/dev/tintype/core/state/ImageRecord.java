package dev.tintype.core.state;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import java.time.Instant;
import java.util.Optional;

/// All that is known of one image beside its versions. Immutable; each write raises the epoch.
///
/// @param id the image
/// @param createdAt when it was asked for
/// @param name what the client called it, never public
/// @param epoch raised by every write, from 1
/// @param versions how many versions were created so far
/// @param latest the version created last; absent once erased
/// @param current the last ready version, moved only forward in creation order
/// @param life whether it lives
/// @param dueAt when the sweeper must look at it, if ever
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
  /// @param version which
  /// @param sequence its place in the order of creation
  public record Current(Version version, long sequence) {}

  /// Whether an image lives.
  public sealed interface Life {
    /// It does.
    record Live() implements Life {}

    /// It is being erased: answers 410, files are being deleted.
    ///
    /// @param since when it was asked for
    record Erasing(Instant since) implements Life {}

    /// Only this tombstone is left.
    ///
    /// @param since when it was asked for
    /// @param at when everything was gone
    record Erased(Instant since, Instant at) implements Life {}
  }

  /// @return whether it is neither being erased nor erased
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

  /// @return this image with another version created last
  public ImageRecord withLatest(Version version) {
    return new ImageRecord(
        id, createdAt, name, epoch + 1, versions + 1, Optional.of(version), current, life, dueAt);
  }

  /// @return this image with `current` moved forward to a ready version; a version created before
  ///   the current one leaves it where it is
  public ImageRecord withReady(VersionRecord ready) {
    Optional<Current> next =
        current.filter(c -> c.sequence() >= ready.sequence()).isPresent()
            ? current
            : Optional.of(new Current(ready.job().version(), ready.sequence()));
    return new ImageRecord(id, createdAt, name, epoch + 1, versions, latest, next, life, dueAt);
  }

  /// @return this image with nothing changed but the epoch: what proves that it lives
  public ImageRecord touched() {
    return new ImageRecord(id, createdAt, name, epoch + 1, versions, latest, current, life, dueAt);
  }

  /// @return this image with the latest version replaced by its successor, if it is the latest
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
