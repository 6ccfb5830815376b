package dev.tintype.core.state;

import dev.tintype.core.ImageJob;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/// How a version begins, and what happens when its original arrives.
public final class Upload {

  private Upload() {}

  /// @return the first record of a version that awaits its upload
  public static VersionRecord awaited(
      ImageJob job, long sequence, Instant permittedUntil, Instant now) {
    return first(
        job, sequence, new AwaitingUpload(permittedUntil), Optional.of(permittedUntil), now);
  }

  /// @return the first record of a version that awaits its upload, due when the sweeper looks for
  ///   the original for the first time
  public static VersionRecord begun(
      ImageJob job, long sequence, Instant permittedUntil, Instant now) {
    Optional<Instant> due = Optional.of(firstLook(permittedUntil, now));
    return first(job, sequence, new AwaitingUpload(permittedUntil), due, now);
  }

  private static Instant firstLook(Instant permittedUntil, Instant now) {
    return nextLook(permittedUntil, now).orElse(permittedUntil);
  }

  /// The sweeper looks one and five minutes after the permission began, when it ends, and when the
  /// slowest upload has ended. A permission that is shorter than usual ends with the credentials;
  /// it may have no look before its end.
  private static Optional<Instant> nextLook(Instant permittedUntil, Instant now) {
    Instant began = permittedUntil.minus(Schedule.PERMISSION);
    return Schedule.LOOKS.stream()
        .map(began::plus)
        .filter(at -> at.isAfter(now))
        .min(Comparator.naturalOrder());
  }

  /// @return the first record of a version whose original is already stored, in the fresh lane
  public static VersionRecord stored(ImageJob job, long sequence, Instant now) {
    return stored(job, sequence, Lane.FRESH, now);
  }

  /// @return the first record of a version whose original is already stored
  public static VersionRecord stored(ImageJob job, long sequence, Lane lane, Instant now) {
    Optional<Instant> due = Optional.of(LeaseExpiry.resend(lane, now, now));
    return first(job, sequence, new Queued(now), due, now).in(lane);
  }

  private static VersionRecord first(
      ImageJob job, long sequence, VersionState state, Optional<Instant> due, Instant now) {
    return new VersionRecord(job, sequence, 1, 1, 0, 0, state, due, now);
  }

  /// @return the version, waiting until the later of two permissions ends; absent when it does not
  ///   wait
  public static Optional<VersionRecord> permitted(
      VersionRecord record, Instant until, Instant now) {
    return switch (record.state()) {
      case AwaitingUpload waiting ->
          Optional.of(awaiting(record, later(waiting.permittedUntil(), until), now));
      case Expired _ -> Optional.of(awaiting(record, until, now));
      default -> Optional.empty();
    };
  }

  private static VersionRecord awaiting(VersionRecord record, Instant until, Instant now) {
    return record.to(new AwaitingUpload(until), Optional.of(firstLook(until, now)), now);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /// @return the version, queued because its original is in storage; absent when it does not wait
  ///   for the original
  public static Optional<VersionRecord> arrived(VersionRecord record, Instant now) {
    return awaits(record) ? Optional.of(queued(record, record.lane(), now)) : Optional.empty();
  }

  /// Somebody requests a version whose original is in storage.
  ///
  /// @return the version, queued; absent when it cannot begin
  public static Optional<VersionRecord> requested(VersionRecord record, Lane lane, Instant now) {
    return canBegin(record) ? Optional.of(queued(record, lane, now)) : Optional.empty();
  }

  /// Somebody asks for a version that is queued as bulk work.
  ///
  /// @return the version, queued in the fresh lane; absent when it is not queued, or is in that
  ///   lane already
  public static Optional<VersionRecord> hastened(VersionRecord record, Instant now) {
    return record.state() instanceof Queued && record.lane() == Lane.BULK
        ? Optional.of(queued(record, Lane.FRESH, now))
        : Optional.empty();
  }

  private static VersionRecord queued(VersionRecord record, Lane lane, Instant now) {
    return record
        .in(lane)
        .to(new Queued(now), Optional.of(LeaseExpiry.resend(lane, now, now)), now);
  }

  /// @return whether the arrival of its original queues this version
  public static boolean awaits(VersionRecord record) {
    return switch (record.state()) {
      case AwaitingUpload _ -> true;
      case Expired expired -> !expired.wasRetired();
      default -> false;
    };
  }

  /// @return whether a request can begin this version: it awaits its original, or was retired
  public static boolean canBegin(VersionRecord record) {
    return record.state() instanceof AwaitingUpload || record.state() instanceof Expired;
  }

  /// The sweeper did not find the original.
  ///
  /// @return the version: expired once [Schedule#SLOWEST_UPLOAD] has passed since the permission
  ///   ended, still waiting until then, due at the next look; absent when it does not wait
  public static Optional<VersionRecord> notThere(VersionRecord record, Instant now) {
    if (!(record.state() instanceof AwaitingUpload waiting)) {
      return Optional.empty();
    }
    Optional<Instant> next = nextLook(waiting.permittedUntil(), now);
    return Optional.of(
        next.isPresent()
            ? record.to(waiting, next, now)
            : record.to(new Expired(), Optional.empty(), now));
  }
}
