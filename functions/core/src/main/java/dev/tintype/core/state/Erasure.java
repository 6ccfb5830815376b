package dev.tintype.core.state;

import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How an image is erased. The tombstone is written at once. The sweeper then deletes the files,
/// writes when to come back, and removes the versions. It comes back once no write can be under
/// way, deletes again, and leaves only the tombstone.
public final class Erasure {

  private Erasure() {}

  /// @return the tombstone; absent when the image is not live
  public static Optional<ImageRecord> begun(ImageRecord image, Instant now) {
    return image.isLive()
        ? Optional.of(image.entombed(new Life.Erasing(now), Optional.of(now)))
        : Optional.empty();
  }

  /// The first pass deleted the files. The versions still exist.
  ///
  /// @param versions the versions as read after the tombstone was written
  /// @return the tombstone, due again once every lease and every upload permission has ended
  public static ImageRecord deletedOnce(
      ImageRecord image, List<VersionRecord> versions, Instant now) {
    Instant again = now.plus(Schedule.LEASE).plus(Schedule.STRAGGLERS);
    for (VersionRecord version : versions) {
      Instant end = permittedUntil(version).plus(Schedule.SLOWEST_UPLOAD);
      again = end.isAfter(again) ? end : again;
    }
    return image.entombed(image.life(), Optional.of(again));
  }

  /// Until when a client may upload for this version. A permission can outlast the wait it was
  /// signed for, and it becomes usable again when the original is deleted. None is signed after the
  /// version stops waiting.
  private static Instant permittedUntil(VersionRecord version) {
    return version.state() instanceof AwaitingUpload waiting
        ? waiting.permittedUntil()
        : version.updatedAt().plus(Schedule.PERMISSION);
  }

  /// A pass failed.
  ///
  /// @return the tombstone, with a later due time
  public static ImageRecord postponed(ImageRecord image, Instant until) {
    return image.entombed(image.life(), Optional.of(until));
  }

  /// @return the final tombstone; absent when the image is not being erased
  public static Optional<ImageRecord> completed(ImageRecord image, Instant now) {
    return image.life() instanceof Life.Erasing erasing
        ? Optional.of(image.entombed(new Life.Erased(erasing.since(), now), Optional.empty()))
        : Optional.empty();
  }
}
