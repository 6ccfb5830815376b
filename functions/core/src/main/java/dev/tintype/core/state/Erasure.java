package dev.tintype.core.state;

import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How an image is erased: a tombstone at once; then the sweeper deletes its files, writes when to
/// come back, and removes its versions; it comes back once nothing can be written any more, deletes
/// again, and only the tombstone is left.
public final class Erasure {

  private Erasure() {}

  /// @return the tombstone; absent when the image is not alive
  public static Optional<ImageRecord> begun(ImageRecord image, Instant now) {
    return image.isLive()
        ? Optional.of(image.entombed(new Life.Erasing(now), Optional.of(now)))
        : Optional.empty();
  }

  /// The files were deleted for the first time; the versions are still there.
  ///
  /// @param versions what they were after the tombstone was written
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

  /// A permission outlives the wait it was signed for, and once the original is deleted it is good
  /// again: but none was signed after the version waited last.
  private static Instant permittedUntil(VersionRecord version) {
    return version.state() instanceof AwaitingUpload waiting
        ? waiting.permittedUntil()
        : version.updatedAt().plus(Schedule.PERMISSION);
  }

  /// A pass failed.
  ///
  /// @return the tombstone, due again later
  public static ImageRecord postponed(ImageRecord image, Instant until) {
    return image.entombed(image.life(), Optional.of(until));
  }

  /// @return the tombstone for ever; absent when the image is not being erased
  public static Optional<ImageRecord> completed(ImageRecord image, Instant now) {
    return image.life() instanceof Life.Erasing erasing
        ? Optional.of(image.entombed(new Life.Erased(erasing.since(), now), Optional.empty()))
        : Optional.empty();
  }
}
