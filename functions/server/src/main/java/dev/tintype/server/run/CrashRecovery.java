package dev.tintype.server.run;

import dev.tintype.core.flow.process.ResumeWork;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.Host;
import dev.tintype.server.worker.WorkPlace;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Resumes the work of this host's dead processes before it is due: the leases of dead workers and,
/// at a start, the uploads that the previous server may not have announced. The sweeper finds
/// whatever this misses, and what dead workers of other hosts held.
final class CrashRecovery {

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");

  /// The most failures that one check logs.
  private static final int MOST_TOLD = 10;

  private final Backends backends;
  private final Host host;
  private final ResumeWork resumeWork;

  CrashRecovery(Backends backends, Host host, ResumeWork resumeWork) {
    this.backends = backends;
    this.host = host;
    this.resumeWork = resumeWork;
  }

  /// A worker has died.
  void ofWorkers() {
    unlessUnavailable(() -> backends.jobs().eachHeld(apart(this::ifHeldByTheDead)));
  }

  /// The server has started.
  void ofServer() {
    ofWorkers();
    unlessUnavailable(() -> backends.jobs().eachAwaited(apart(resumeWork::ifArrived)));
  }

  /// A failure for one version does not stop the others.
  private static Consumer<VersionRecord> apart(Consumer<VersionRecord> part) {
    AtomicInteger failures = new AtomicInteger();
    return record -> {
      try {
        part.accept(record);
      } catch (StoreUnavailable | UnreadableRecord e) {
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
    }
  }

  private void ifHeldByTheDead(VersionRecord record) {
    resumeWork.fromDeadWorker(
        record, name -> WorkPlace.isOver(backends.folder().work(), host, name));
  }
}
