package dev.tintype.server.run;

import dev.tintype.core.flow.Surroundings;
import dev.tintype.core.flow.TakeUp;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.server.data.Backends;
import dev.tintype.server.worker.WorkPlace;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;

/// What the dead left behind, taken up without waiting for it to fall due: the leases of workers
/// that ended, and, at a start, the uploads that the server before may have told nobody of. What is
/// missed here the sweeper finds.
final class Heritage {

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");

  /// Everything that waits for an upload or a worker falls due within that time.
  private static final Duration ALL =
      Schedule.PERMISSION.plus(Schedule.SLOWEST_UPLOAD).plus(Schedule.LEASE);

  private final Backends backends;
  private final TakeUp takeUp;
  private final Surroundings surroundings;

  Heritage(Backends backends, TakeUp takeUp, Surroundings surroundings) {
    this.backends = backends;
    this.takeUp = takeUp;
    this.surroundings = surroundings;
  }

  /// A worker has died.
  void ofWorkers() {
    take(this::ifHeldByTheDead);
  }

  /// The server has started.
  void ofServer() {
    take(record -> {
      ifHeldByTheDead(record);
      takeUp.ifArrived(record);
    });
  }

  private void take(Consumer<VersionRecord> part) {
    try {
      backends.jobs().eachDueBy(surroundings.clock().instant().plus(ALL), part);
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, "event=heritage.unavailable", e);
    }
  }

  private void ifHeldByTheDead(VersionRecord record) {
    takeUp.fromDeadWorker(record, name -> WorkPlace.isOver(backends.folder().work(), name));
  }
}
