package dev.tintype.core.state;

import dev.tintype.core.Manifest;
import dev.tintype.core.Rejection;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import java.time.Duration;
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
  public static VersionRecord finished(
      VersionRecord record, Manifest manifest, Optional<String> note, Instant now) {
    processing(record);
    return record.to(new Ready(manifest, note), Optional.empty(), now);
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
  /// @param cause the reason for failing, if this was one death too many
  public static Next died(VersionRecord record, Rejection cause, String detail, Instant now) {
    Processing processing = processing(record);
    VersionRecord counted = record.counting(record.attempts(), record.deaths() + 1);
    return counted.deaths() >= Schedule.DEATHS
        ? new Next.Ended(FinalStates.failed(counted, cause, detail, now))
        : new Next.Again(holding(counted, processing.step(), now), Duration.ZERO);
  }

  /// Handles a failure that may pass with time.
  ///
  /// @param detail what was seen; it is stored if this was the last attempt
  public static Next retried(VersionRecord record, String detail, Instant now) {
    processing(record);
    return Retry.of(record, detail, now);
  }

  /// @return the version queued at once; the attempt is not counted, because the worker was stopped
  public static VersionRecord released(VersionRecord record, Instant now) {
    processing(record);
    return record
        .counting(Math.max(0, record.attempts() - 1), record.deaths())
        .to(new Queued(now), Optional.of(LeaseExpiry.resend(now, now)), now);
  }

  /// Handles a missing original. In the first attempt the message came too early, so the version
  /// goes on waiting. In a later attempt the original was present before, so its absence is a fault
  /// of the storage.
  public static Next originalMissing(VersionRecord record, Instant now) {
    processing(record);
    if (record.attempts() > 1 || record.deaths() > 0) {
      return Retry.of(record, "the original is not in storage", now);
    }
    Instant permitted = now.plus(Schedule.PERMISSION);
    VersionRecord waiting =
        record.counting(0, 0).to(new AwaitingUpload(permitted), Optional.of(permitted), now);
    return new Next.Again(waiting, Schedule.PERMISSION);
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

  /// What follows a failed attempt.
  public sealed interface Next {

    /// @return the record to write
    VersionRecord record();

    /// Another attempt follows.
    ///
    /// @param record the record to write
    /// @param delay how long to wait before it
    record Again(VersionRecord record, Duration delay) implements Next {}

    /// This was the last attempt.
    ///
    /// @param record the record to write: failed
    record Ended(VersionRecord record) implements Next {}
  }
}
