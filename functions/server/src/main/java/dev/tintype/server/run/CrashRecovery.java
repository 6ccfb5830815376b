package dev.tintype.server.run;

import dev.tintype.core.flow.process.ResumeWork;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.server.data.Host;
import dev.tintype.server.worker.WorkPlace;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Resumes the work of this host's dead processes before it is due: the leases of dead workers and,
/// at a start, the uploads that the previous server may not have announced. The sweeper finds
/// whatever this misses, and what dead workers of other hosts held. A check ends when a store does
/// not answer, and when the host closes.
final class CrashRecovery {

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");

  /// The most failures that one check logs.
  private static final int MOST_TOLD = 10;

  private final JobStore jobs;
  private final Path work;
  private final Host host;
  private final ResumeWork resumeWork;
  private volatile boolean closing;

  /// @param work the folder that contains the folders of all workers of the host
  CrashRecovery(JobStore jobs, Path work, Host host, ResumeWork resumeWork) {
    this.jobs = jobs;
    this.work = work;
    this.host = host;
    this.resumeWork = resumeWork;
  }

  /// Runs a check on a thread of its own.
  ///
  /// @return ends the check after the record that it is at, and waits for it; later checks end at
  ///   once
  AutoCloseable start(Runnable check) {
    Thread thread = Thread.ofPlatform().name("heritage").start(check);
    return () -> {
      closing = true;
      thread.join();
    };
  }

  /// A worker has died.
  void ofWorkers() {
    unlessUnavailable(() -> jobs.eachHeld(apart(this::ifHeldByTheDead)));
  }

  /// The server has started.
  void ofServer() {
    ofWorkers();
    unlessUnavailable(() -> jobs.eachAwaited(apart(resumeWork::ifArrived)));
  }

  /// A version that cannot be read does not stop the others.
  private Consumer<VersionRecord> apart(Consumer<VersionRecord> part) {
    AtomicInteger failures = new AtomicInteger();
    return record -> {
      if (closing) {
        throw new CancellationException("the host closes");
      }
      try {
        part.accept(record);
      } catch (UnreadableRecord e) {
        if (failures.incrementAndGet() <= MOST_TOLD) {
          LOGGER.log(Level.WARNING, () -> "event=heritage.failed detail=\"" + e + '"');
        }
      }
    };
  }

  private static void unlessUnavailable(Runnable look) {
    try {
      look.run();
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, "event=heritage.unavailable", e);
    } catch (CancellationException _) {
      LOGGER.log(Level.DEBUG, "event=heritage.ended");
    }
  }

  private void ifHeldByTheDead(VersionRecord record) {
    resumeWork.fromDeadWorker(record, name -> WorkPlace.isOver(work, host, name));
  }
}
