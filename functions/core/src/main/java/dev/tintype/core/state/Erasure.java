package dev.tintype.core.state;

import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.ImageRecord.Life.Copies;
import dev.tintype.core.state.ImageRecord.Life.Erasing;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How an image is erased. The tombstone is written at once. The sweeper then works in stages, and
/// writes each one before it begins the next: it deletes the files; it asks the edge cache to
/// forget their copies, if there can be any; it removes the versions; and when no write can be in
/// progress, it looks for files for the last time and leaves only the tombstone. If the last look
/// finds a file, the sweeper asks the edge cache again.
///
/// The versions stay until their image waits only for the last look. An older release has only two
/// passes. While versions exist, it repeats the first pass, whatever the stage.
public final class Erasure {

  private Erasure() {}

  /// What the sweeper does next.
  public enum Stage {
    /// Delete the files for the first time.
    FILES,
    /// Ask the edge cache to forget the copies.
    COPIES,
    /// Delete what was written meanwhile.
    LAST_LOOK
  }

  /// @return the next stage. An older release recorded no stage: an image without versions waits
  ///   for its last look even if this returns [Stage#FILES]
  public static Stage stage(Erasing erasing) {
    if (erasing.lastLookAt().isEmpty()) {
      return Stage.FILES;
    }
    return erasing.copies().isPresent() ? Stage.COPIES : Stage.LAST_LOOK;
  }

  /// @return the tombstone; absent when the image is not live
  public static Optional<ImageRecord> begun(ImageRecord image, Instant now) {
    return image.isLive()
        ? Optional.of(image.entombed(new Erasing(now), Optional.of(now)))
        : Optional.empty();
  }

  /// Public files were found, so there may be copies of them. This is written before the files are
  /// deleted: if the sweeper dies after the deletion, nothing else shows that they were public.
  ///
  /// @return the tombstone, due as before
  public static ImageRecord found(ImageRecord image, Erasing erasing) {
    return image.entombed(
        new Erasing(erasing.since(), erasing.lastLookAt(), Optional.of(new Copies(0))),
        image.dueAt());
  }

  /// The files were deleted once. The versions still exist.
  ///
  /// @param versions the versions as read after the tombstone was written
  /// @param allRead whether these are all versions; otherwise some cannot be read
  /// @param published whether there may have been public files
  /// @return the tombstone: due now when there may be copies, otherwise at the last look
  public static ImageRecord deletedOnce(
      ImageRecord image,
      Erasing erasing,
      List<VersionRecord> versions,
      boolean allRead,
      boolean published,
      Instant now) {
    Instant lastLookAt = lastLookAt(versions, allRead, now);
    Optional<Copies> copies =
        erasing.copies().or(() -> published ? Optional.of(new Copies(0)) : Optional.empty());
    return image.entombed(
        new Erasing(erasing.since(), Optional.of(lastLookAt), copies),
        Optional.of(copies.isPresent() ? now : lastLookAt));
  }

  /// @return when every lease and every upload permission has ended
  private static Instant lastLookAt(List<VersionRecord> versions, boolean allRead, Instant now) {
    Instant last = now.plus(Schedule.LEASE).plus(Schedule.STRAGGLERS);
    for (VersionRecord version : versions) {
      last = later(last, permittedUntil(version).plus(Schedule.SLOWEST_UPLOAD));
    }
    // No permission is signed once the tombstone is written.
    return allRead
        ? last
        : later(last, now.plus(Schedule.PERMISSION).plus(Schedule.SLOWEST_UPLOAD));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /// Until when a client may upload for this version. A permission can outlast the wait it was
  /// signed for, and it becomes usable again when the original is deleted. None is signed after the
  /// version stops waiting.
  private static Instant permittedUntil(VersionRecord version) {
    return version.state() instanceof AwaitingUpload waiting
        ? waiting.permittedUntil()
        : version.updatedAt().plus(Schedule.PERMISSION);
  }

  /// The last look deleted public files.
  ///
  /// @return the tombstone, due now for the edge cache and then for another last look
  public static ImageRecord deletedAgain(ImageRecord image, Erasing erasing, Instant now) {
    return image.entombed(
        new Erasing(
            erasing.since(), Optional.of(erasing.lastLookAt().orElse(now)), erasing.copies()),
        Optional.of(now));
  }

  /// The edge cache accepted the request to forget the copies.
  ///
  /// @return the tombstone, due at the last look
  public static ImageRecord forgotten(ImageRecord image, Erasing erasing, Instant now) {
    Instant lastLookAt = erasing.lastLookAt().orElse(now);
    return image.entombed(
        new Erasing(erasing.since(), Optional.of(lastLookAt), Optional.empty()),
        Optional.of(lastLookAt));
  }

  /// The edge cache was not asked, or did not accept the request.
  ///
  /// @param more how many more requests were not accepted
  /// @return the tombstone, due later
  public static ImageRecord notForgotten(
      ImageRecord image, Erasing erasing, int more, Instant until) {
    return image.entombed(
        new Erasing(
            erasing.since(),
            erasing.lastLookAt(),
            Optional.of(new Copies(refusals(erasing) + more))),
        Optional.of(until));
  }

  /// @return how many requests to forget the copies were not accepted
  public static int refusals(Erasing erasing) {
    return erasing.copies().map(Copies::refusals).orElse(0);
  }

  /// A stage failed.
  ///
  /// @return the tombstone, with a later due time
  public static ImageRecord postponed(ImageRecord image, Instant until) {
    return image.entombed(image.life(), Optional.of(until));
  }

  /// @return the final tombstone; absent when the image is not being erased
  public static Optional<ImageRecord> completed(ImageRecord image, Instant now) {
    return image.life() instanceof Erasing erasing
        ? Optional.of(image.entombed(new Life.Erased(erasing.since(), now), Optional.empty()))
        : Optional.empty();
  }
}
