package dev.tintype.core.state;

import dev.tintype.core.ImageJob;
import dev.tintype.core.trace.TraceParent;
import java.time.Instant;
import java.util.Optional;

/// The record of one version: its job and its state. Immutable. Each write replaces the whole
/// record and raises the epoch, so a late writer's write fails.
///
/// @param job the job
/// @param sequence the generation of the decision that created it, from 1; a successor takes over
///   that of the version it supersedes
/// @param epoch raised by every write, from 1
/// @param run raised by every redrive, from 1
/// @param attempts how many attempts were claimed in this run
/// @param deaths how many attempts of this run died while decoding or encoding
/// @param state its state
/// @param dueAt when the sweeper must act on it; absent for never
/// @param updatedAt when the state was last written
/// @param lane the lane of its messages
/// @param trace the request that created it; absent when nothing was recorded
public record VersionRecord(
    ImageJob job,
    long sequence,
    long epoch,
    int run,
    int attempts,
    int deaths,
    VersionState state,
    Optional<Instant> dueAt,
    Instant updatedAt,
    Lane lane,
    Optional<TraceParent> trace) {

  /// A record in the fresh lane, without a trace.
  public VersionRecord(
      ImageJob job,
      long sequence,
      long epoch,
      int run,
      int attempts,
      int deaths,
      VersionState state,
      Optional<Instant> dueAt,
      Instant updatedAt) {
    this(job, sequence, epoch, run, attempts, deaths, state, dueAt, updatedAt, Lane.FRESH);
  }

  /// A record without a trace.
  public VersionRecord(
      ImageJob job,
      long sequence,
      long epoch,
      int run,
      int attempts,
      int deaths,
      VersionState state,
      Optional<Instant> dueAt,
      Instant updatedAt,
      Lane lane) {
    this(
        job,
        sequence,
        epoch,
        run,
        attempts,
        deaths,
        state,
        dueAt,
        updatedAt,
        lane,
        Optional.empty());
  }

  /// @return this record as one that a request created, with the same epoch
  public VersionRecord tracedBy(Optional<TraceParent> request) {
    return new VersionRecord(
        job, sequence, epoch, run, attempts, deaths, state, dueAt, updatedAt, lane, request);
  }

  /// @return the next record, with another state and the epoch raised
  public VersionRecord to(VersionState next, Optional<Instant> due, Instant now) {
    return new VersionRecord(
        job, sequence, epoch + 1, run, attempts, deaths, next, due, now, lane, trace);
  }

  /// @return this record with only its epoch raised; writing it proves that it is still so
  public VersionRecord touched() {
    return new VersionRecord(
        job, sequence, epoch + 1, run, attempts, deaths, state, dueAt, updatedAt, lane, trace);
  }

  /// A ready version is to lose its files. The sweeper deletes them and looks again later. When
  /// nothing is left, the version is expired, and a request can make it again.
  ///
  /// @return this version, retired; absent when it is not ready
  public Optional<VersionRecord> retired(Instant now) {
    return state instanceof VersionState.Ready
        ? Optional.of(FinalStates.retired(this, now))
        : Optional.empty();
  }

  /// @return this record with other counters and the same epoch
  VersionRecord counting(int nextAttempts, int nextDeaths) {
    return new VersionRecord(
        job, sequence, epoch, run, nextAttempts, nextDeaths, state, dueAt, updatedAt, lane, trace);
  }

  /// @return this record in its next run, with counters at zero and the same epoch
  VersionRecord nextRun() {
    return new VersionRecord(
        job, sequence, epoch, run + 1, 0, 0, state, dueAt, updatedAt, lane, trace);
  }

  /// @return this record in another lane, with the same epoch
  VersionRecord in(Lane other) {
    return new VersionRecord(
        job, sequence, epoch, run, attempts, deaths, state, dueAt, updatedAt, other, trace);
  }
}
