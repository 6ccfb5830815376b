package dev.tintype.server.run;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.process.ResumeWork;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/// Notices uploads to a storage that sends no events: it asks the storage for the originals that
/// versions wait for. It first asks for an original after a second. The longer a version has
/// waited, the longer the interval. When it finds an original, it queues a message for the workers.
/// If the message is lost, a later turn finds the original again.
final class UploadWatch implements Loop.Turn {

  /// The most originals that one turn asks for, so that many waiting versions cause a limited
  /// number of requests.
  static final int MOST = 50;

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /// After an original was found, or the permission has ended.
  private static final Duration SELDOM = Duration.ofMinutes(5);

  /// A version that has waited for so long is asked for again after a quarter of that time.
  private static final int PART_OF_WAIT = 4;

  /// Reading what waits may take a tenth of the time.
  private static final int REST_PER_READING = 9;

  private static final Duration REST_OF_OUTAGE = Duration.ofSeconds(15);

  private final JobStore jobs;
  private final ResumeWork resumeWork;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private Map<Waiting, Look> looks = new HashMap<>();
  private long restUntil;

  /// @param clock tells how long versions have waited
  /// @param nanos tells how long a turn takes, in nanoseconds from any start
  UploadWatch(JobStore jobs, ResumeWork resumeWork, InstantSource clock, LongSupplier nanos) {
    this.jobs = jobs;
    this.resumeWork = resumeWork;
    this.clock = clock;
    this.nanos = nanos;
    this.restUntil = nanos.getAsLong();
  }

  /// A version as it waits. A renewed permission makes another one; a look of the sweeper does not.
  private record Waiting(ImageId id, Version version, Optional<Instant> permittedUntil) {
    static Waiting of(VersionRecord record) {
      return new Waiting(
          record.job().imageId(),
          record.job().version(),
          record.state() instanceof AwaitingUpload(Instant until)
              ? Optional.of(until)
              : Optional.empty());
    }
  }

  /// @param since when the version began to wait
  /// @param due when its original is asked for
  private record Look(VersionRecord record, Instant since, Instant due) {
    static Look first(VersionRecord record) {
      return new Look(record, record.updatedAt(), record.updatedAt().plus(SHORTEST));
    }
  }

  @Override
  public boolean take() {
    long began = nanos.getAsLong();
    if (began - restUntil < 0) {
      return false;
    }
    try {
      List<Look> due = due(clock.instant());
      restUntil = began + (nanos.getAsLong() - began) * (REST_PER_READING + 1);
      due.forEach(this::look);
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, () -> "event=upload_watch.unavailable detail=\"" + e + '"');
      restUntil = nanos.getAsLong() + REST_OF_OUTAGE.toNanos();
    }
    return false;
  }

  /// @return what is to be asked for in this turn, the longest overdue first; everything else that
  ///   waits keeps its time
  private List<Look> due(Instant now) {
    Map<Waiting, Look> waiting = new HashMap<>();
    PriorityQueue<Look> due = new PriorityQueue<>(Comparator.comparing(Look::due).reversed());
    jobs.eachAwaited(record -> {
      Look known = looks.getOrDefault(Waiting.of(record), Look.first(record));
      Look look = new Look(record, known.since(), known.due());
      waiting.put(Waiting.of(record), look);
      if (isDue(look.due(), now)) {
        due.add(look);
        if (due.size() > MOST) {
          due.remove();
        }
      }
    });
    looks = waiting;
    return due.stream().sorted(Comparator.comparing(Look::due)).toList();
  }

  /// A time that is too far ahead for any turn was set while the clock was ahead.
  private static boolean isDue(Instant at, Instant now) {
    return !at.isAfter(now) || at.isAfter(now.plus(SELDOM));
  }

  /// Asks for one original.
  ///
  /// @throws StoreUnavailable when a store or the queue does not answer
  private void look(Look look) {
    VersionRecord record = look.record();
    boolean isFound = false;
    try {
      isFound = resumeWork.ifArrived(record);
    } catch (UnreadableRecord e) {
      LOGGER.log(Level.WARNING, () -> "event=upload_watch.failed detail=\"" + e + '"');
    }
    Instant now = clock.instant();
    Instant next = now.plus(isFound ? SELDOM : pause(look, now));
    looks.put(Waiting.of(record), new Look(record, look.since(), next));
  }

  private static Duration pause(Look look, Instant now) {
    if (!(look.record().state() instanceof AwaitingUpload waiting)
        || now.isAfter(waiting.permittedUntil())) {
      return SELDOM;
    }
    Duration part = Duration.between(look.since(), now).dividedBy(PART_OF_WAIT);
    Duration atLeast = part.compareTo(SHORTEST) < 0 ? SHORTEST : part;
    return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
  }
}
