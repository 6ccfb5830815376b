package dev.tintype.sweep;

import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.DueWork;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/// The backlog of the platform, read from the index of due work.
final class Backlog {

  /// Every unfinished version is due within the longest time that a job may wait.
  private static final Duration HORIZON = Duration.ofDays(4);

  /// How many versions are examined; they are those due first.
  private static final int SAMPLE = 100;

  private final JobStore jobs;
  private final InstantSource clock;

  Backlog(JobStore jobs, InstantSource clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  /// How far behind the platform is.
  ///
  /// @param overdue how long the oldest due record has been due; zero when none is
  /// @param oldestUnfinished the age of the oldest queued or processing version of the fresh lane
  ///   among those due first. Bulk work may wait for days
  record Behind(Duration overdue, Duration oldestUnfinished) {}

  /// One query answers both questions, because it returns the records due first.
  Behind look() {
    Instant now = clock.instant();
    DueWork due = jobs.due(now.plus(HORIZON), SAMPLE);
    return new Behind(overdue(due, now), oldestUnfinished(due, now));
  }

  private static Duration overdue(DueWork due, Instant now) {
    Stream<Optional<Instant>> instants =
        Stream.of(
                due.versions().stream().map(VersionRecord::dueAt),
                due.images().stream().map(image -> image.dueAt()),
                due.outcomes().stream().map(outcome -> Optional.of(outcome.dueAt())))
            .flatMap(s -> s);
    return instants
        .flatMap(Optional::stream)
        .filter(at -> at.isBefore(now))
        .min(Instant::compareTo)
        .map(at -> Duration.between(at, now))
        .orElse(Duration.ZERO);
  }

  private static Duration oldestUnfinished(DueWork due, Instant now) {
    return due.versions().stream()
        .filter(v -> v.lane() == Lane.FRESH)
        .filter(v -> v.state() instanceof Queued || v.state() instanceof Processing)
        .map(v -> Duration.between(v.job().createdAt(), now))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
