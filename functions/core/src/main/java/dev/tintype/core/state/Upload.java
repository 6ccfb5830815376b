package dev.tintype.core.state;

import dev.tintype.core.ImageJob;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Instant;
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
    return record.to(new AwaitingUpload(until), Optional.of(until), now);
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
  ///   ended, still waiting until then; absent when it does not wait
  public static Optional<VersionRecord> notThere(VersionRecord record, Instant now) {
    if (!(record.state() instanceof AwaitingUpload waiting)) {
      return Optional.empty();
    }
    Instant end = waiting.permittedUntil().plus(Schedule.SLOWEST_UPLOAD);
    return Optional.of(
        now.isBefore(end)
            ? record.to(waiting, Optional.of(end), now)
            : record.to(new Expired(), Optional.empty(), now));
  }
}
