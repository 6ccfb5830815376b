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
  private Map<Waiting, Instant> next = new HashMap<>();
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

  /// A version as it waits; a renewed permission makes another one.
  private record Waiting(ImageId id, Version version, long epoch) {
    static Waiting of(VersionRecord record) {
      return new Waiting(record.job().imageId(), record.job().version(), record.epoch());
    }
  }

  private record Look(VersionRecord record, Instant due) {}

  @Override
  public boolean take() {
    long began = nanos.getAsLong();
    if (began - restUntil < 0) {
      return false;
    }
    try {
      List<VersionRecord> due = due(clock.instant());
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
  private List<VersionRecord> due(Instant now) {
    Map<Waiting, Instant> waiting = new HashMap<>();
    PriorityQueue<Look> due = new PriorityQueue<>(Comparator.comparing(Look::due).reversed());
    jobs.eachAwaited(record -> {
      Instant at = next.getOrDefault(Waiting.of(record), record.updatedAt().plus(SHORTEST));
      waiting.put(Waiting.of(record), at);
      if (isDue(at, now)) {
        due.add(new Look(record, at));
        if (due.size() > MOST) {
          due.remove();
        }
      }
    });
    next = waiting;
    return due.stream().sorted(Comparator.comparing(Look::due)).map(Look::record).toList();
  }

  /// A time that is too far ahead for any turn was set while the clock was ahead.
  private static boolean isDue(Instant at, Instant now) {
    return !at.isAfter(now) || at.isAfter(now.plus(SELDOM));
  }

  /// Asks for one original.
  ///
  /// @throws StoreUnavailable when a store or the queue does not answer
  private void look(VersionRecord record) {
    boolean isFound = false;
    try {
      isFound = resumeWork.ifArrived(record);
    } catch (UnreadableRecord e) {
      LOGGER.log(Level.WARNING, () -> "event=upload_watch.failed detail=\"" + e + '"');
    }
    Instant now = clock.instant();
    next.put(Waiting.of(record), now.plus(isFound ? SELDOM : pause(record, now)));
  }

  private static Duration pause(VersionRecord record, Instant now) {
    if (!(record.state() instanceof AwaitingUpload waiting)
        || now.isAfter(waiting.permittedUntil())) {
      return SELDOM;
    }
    Duration part = Duration.between(record.updatedAt(), now).dividedBy(PART_OF_WAIT);
    Duration atLeast = part.compareTo(SHORTEST) < 0 ? SHORTEST : part;
    return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
  }
}
