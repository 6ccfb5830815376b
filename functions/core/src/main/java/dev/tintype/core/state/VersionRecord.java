package dev.tintype.core.state;

import dev.tintype.core.ImageJob;
import java.time.Instant;
import java.util.Optional;

/// All that is known of one version: its job and its state. Immutable; each write replaces it whole
/// and raises the epoch, which is what fences out late writers.
///
/// @param job the intent
/// @param sequence the order of creation among the versions of the image, from 1; the successor of
///   a superseded version inherits its place
/// @param epoch raised by every write, from 1
/// @param run raised by every redrive, from 1
/// @param attempts how many attempts were claimed in this run
/// @param deaths how many attempts of this run died while decoding or encoding
/// @param state where it stands
/// @param dueAt when the sweeper must look at it, if ever
/// @param updatedAt when the state was last written
public record VersionRecord(
    ImageJob job,
    long sequence,
    long epoch,
    int run,
    int attempts,
    int deaths,
    VersionState state,
    Optional<Instant> dueAt,
    Instant updatedAt) {

  /// @return the next record: another state, the epoch raised
  public VersionRecord to(VersionState next, Optional<Instant> due, Instant now) {
    return new VersionRecord(job, sequence, epoch + 1, run, attempts, deaths, next, due, now);
  }

  /// @return this record with other counters, the epoch as it is
  public VersionRecord counting(int nextAttempts, int nextDeaths) {
    return new VersionRecord(
        job, sequence, epoch, run, nextAttempts, nextDeaths, state, dueAt, updatedAt);
  }

  /// @return this record in its next run, counters at zero, the epoch as it is
  public VersionRecord nextRun() {
    return new VersionRecord(job, sequence, epoch, run + 1, 0, 0, state, dueAt, updatedAt);
  }
}
