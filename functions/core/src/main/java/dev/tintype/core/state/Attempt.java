package dev.tintype.core.state;

import dev.tintype.core.Rejection;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import java.time.Instant;
import java.util.Optional;

/// The writes of the worker that holds the lease. Every method expects a record in `Processing` and
/// throws [IllegalStateException] for any other.
public final class Attempt {

  private Attempt() {}

  /// @return the record with its lease extended by [Schedule#LEASE]
  public static VersionRecord renewed(VersionRecord record, Instant now) {
    return holding(record, processing(record).step(), now);
  }

  /// @return the record with its lease renewed and the step that is about to begin
  public static VersionRecord stepped(VersionRecord record, Step step, Instant now) {
    processing(record);
    return holding(record, step, now);
  }

  /// @return the ready version
  public static VersionRecord finished(VersionRecord record, Ready ready, Instant now) {
    processing(record);
    return record.to(ready, Optional.empty(), now);
  }

  /// @return the failed version, with a verdict about the bytes
  public static VersionRecord rejected(
      VersionRecord record, Rejection reason, String detail, Instant now) {
    processing(record);
    return FinalStates.failed(record, reason, detail, now);
  }

  /// @return the failed version, with every file left in place. Other bytes are stored under one of
  ///   its keys, and we may not delete them
  public static VersionRecord conflicted(VersionRecord record, String detail, Instant now) {
    processing(record);
    return record.to(new Failed(Rejection.ATTEMPTS_EXHAUSTED, detail), Optional.empty(), now);
  }

  /// The renderer died while the worker survived.
  ///
  /// @param cause the verdict if that was one death too many
  /// @return the lease held for another try, or failed
  public static VersionRecord died(
      VersionRecord record, Rejection cause, String detail, Instant now) {
    Processing processing = processing(record);
    VersionRecord counted = record.counting(record.attempts(), record.deaths() + 1);
    return counted.deaths() >= Schedule.DEATHS
        ? FinalStates.failed(counted, cause, detail, now)
        : holding(counted, processing.step(), now);
  }

  /// Handles a failure that may pass with time.
  ///
  /// @param detail what was seen, kept should this have been the last attempt
  /// @return queued for later, or failed
  public static VersionRecord retried(VersionRecord record, String detail, Instant now) {
    processing(record);
    return Retry.of(record, detail, now);
  }

  /// @return the version queued at once; the attempt is not counted, because the worker was stopped
  public static VersionRecord released(VersionRecord record, Instant now) {
    processing(record);
    return record
        .counting(Math.max(0, record.attempts() - 1), record.deaths())
        .to(new Queued(now), Optional.of(LeaseExpiry.resend(record.lane(), now, now)), now);
  }

  /// The original is not there. In the first attempt the message came early, and the version waits
  /// on; later the object was there once, and its absence is a fault of the storage.
  public static VersionRecord originalMissing(VersionRecord record, Instant now) {
    processing(record);
    if (record.attempts() > 1 || record.deaths() > 0) {
      return Retry.of(record, "the original is not in storage", now);
    }
    Instant permitted = now.plus(Schedule.PERMISSION);
    return record.counting(0, 0).to(new AwaitingUpload(permitted), Optional.of(permitted), now);
  }

  private static VersionRecord holding(VersionRecord record, Step step, Instant now) {
    Instant until = now.plus(Schedule.LEASE);
    return record.to(
        new Processing(processing(record).owner(), until, step), Optional.of(until), now);
  }

  private static Processing processing(VersionRecord record) {
    if (record.state() instanceof Processing processing) {
      return processing;
    }
    throw new IllegalStateException("no lease is held while " + record.state().code());
  }
}
