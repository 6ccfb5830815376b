package dev.tintype.core.state;

import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.ImageRecord.Life.Copies;
import dev.tintype.core.state.ImageRecord.Life.Erasing;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// How an image is erased. The tombstone is written at once. The sweeper then works in stages, and
/// writes each one before it begins the next: it deletes the files; it asks the edge cache to
/// forget their copies, if there can be any; it removes the versions; and when no write can be in
/// progress, it looks for files for the last time, in the storage and through the public URL, and
/// leaves only the tombstone with its receipt. If the last look finds a public file, the sweeper
/// asks the edge cache again.
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
        ? Optional.of(
            image.entombed(
                new Erasing(
                    now, Optional.empty(), Optional.empty(), Optional.of(ErasureAccount.EMPTY)),
                Optional.of(now)))
        : Optional.empty();
  }

  /// Which versions an image has.
  ///
  /// @param read those that can be read
  /// @param isAll whether these are all
  public record Versions(List<VersionRecord> read, boolean isAll) {
    /// Copies the list.
    public Versions {
      read = List.copyOf(read);
    }
  }

  /// What a tombstone does to the upload permissions of its image.
  public enum Permissions {
    /// They stay valid until they end, because the storage takes the uploads.
    STAY,
    /// They end with the write of the tombstone, because the servers take the uploads and read the
    /// image's record before they store one.
    END
  }

  /// Adds versions to the account of an erasure that has one.
  public static Erasing knowing(Erasing erasing, List<VersionRecord> versions) {
    return accounting(erasing, account -> account.with(versions));
  }

  /// A deletion ended.
  ///
  /// @param some whether it deleted something
  public static Erasing emptied(Erasing erasing, boolean some, Instant now) {
    return accounting(erasing, account -> account.deleted(some, now));
  }

  private static Erasing accounting(Erasing erasing, UnaryOperator<ErasureAccount> next) {
    return new Erasing(
        erasing.since(), erasing.lastLookAt(), erasing.copies(), erasing.account().map(next));
  }

  /// Objects were found. This is written before they are deleted: if the sweeper dies after the
  /// deletion, nothing else shows how many there were, and which of them were public.
  ///
  /// @param keys the keys of the objects, of one storage and in order
  /// @param copies the copies that there may be
  /// @return the tombstone, due as before
  public static ImageRecord found(
      ImageRecord image, Erasing erasing, List<String> keys, Optional<Copies> copies) {
    return image.entombed(
        new Erasing(
            erasing.since(),
            erasing.lastLookAt(),
            copies,
            erasing.account().map(account -> account.deleting(keys))),
        image.dueAt());
  }

  /// The files were deleted once. The versions still exist.
  ///
  /// @param versions the versions as read after the tombstone was written
  /// @param published whether there may have been public files
  /// @return the tombstone: due now when there may be copies, otherwise at the last look
  public static ImageRecord deletedOnce(
      ImageRecord image,
      Erasing erasing,
      Versions versions,
      boolean published,
      Permissions permissions,
      Instant now) {
    Instant lastLookAt = lastLookAt(versions, permissions, now);
    Optional<Copies> copies =
        erasing.copies().or(() -> published ? Optional.of(new Copies(0)) : Optional.empty());
    return image.entombed(
        new Erasing(erasing.since(), Optional.of(lastLookAt), copies, erasing.account()),
        Optional.of(copies.isPresent() ? now : lastLookAt));
  }

  /// A version that cannot be read is of another release, which may have other rules.
  ///
  /// @return when every lease and every upload permission has ended
  private static Instant lastLookAt(Versions versions, Permissions permissions, Instant now) {
    Instant last = now.plus(Schedule.LEASE).plus(Schedule.STRAGGLERS);
    if (permissions == Permissions.STAY) {
      for (VersionRecord version : versions.read()) {
        last = later(last, permittedUntil(version).plus(Schedule.SLOWEST_UPLOAD));
      }
    }
    // No permission is signed once the tombstone is written.
    return versions.isAll()
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
            erasing.since(),
            Optional.of(erasing.lastLookAt().orElse(now)),
            erasing.copies(),
            erasing.account()),
        Optional.of(now));
  }

  /// The edge cache accepted the request to forget the copies.
  ///
  /// @return the tombstone, due at the last look
  public static ImageRecord forgotten(ImageRecord image, Erasing erasing, Instant now) {
    Instant lastLookAt = erasing.lastLookAt().orElse(now);
    return image.entombed(
        new Erasing(erasing.since(), Optional.of(lastLookAt), Optional.empty(), erasing.account()),
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
            Optional.of(new Copies(refusals(erasing) + more)),
            erasing.account()),
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

  /// A file still answers at its public URL. The edge cache must forget the image once more, and
  /// then there is another look.
  ///
  /// @return the tombstone, due now for the edge cache
  public static ImageRecord stillAnswers(ImageRecord image, Erasing erasing, Instant now) {
    return image.entombed(lookedAt(erasing, Optional.of(new Copies(0)), now), Optional.of(now));
  }

  /// The public URL could not be asked.
  ///
  /// @return the tombstone, due at the next look
  public static ImageRecord notSeen(ImageRecord image, Erasing erasing, Instant now) {
    Erasing next = lookedAt(erasing, Optional.empty(), now);
    return image.entombed(next, next.lastLookAt());
  }

  private static Erasing lookedAt(Erasing erasing, Optional<Copies> copies, Instant now) {
    Erasing next = accounting(erasing, ErasureAccount::looked);
    int looks = next.account().map(ErasureAccount::looks).orElse(1);
    return new Erasing(
        next.since(), Optional.of(now.plus(Schedule.backoff(looks))), copies, next.account());
  }

  /// @param receipt the signed receipt, if there is one
  /// @return the final tombstone; absent when the image is not being erased
  public static Optional<ImageRecord> completed(
      ImageRecord image, Optional<String> receipt, Instant now) {
    return image.life() instanceof Erasing erasing
        ? Optional.of(
            image.entombed(new Life.Erased(erasing.since(), now, receipt), Optional.empty()))
        : Optional.empty();
  }
}
