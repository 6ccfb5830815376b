package dev.tintype.core.flow.migrate;

import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.migrate.MoveListener.Phase;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Sends one message for each version that is queued in the new store: those of the old queue are
/// not moved. What is not sent, the sweeper sends when the version is due.
public final class WakeUp {

  private final RecordTransfer store;
  private final Messages messages;
  private final Instant now;

  public WakeUp(RecordTransfer store, JobSender sender, Instant now) {
    this.store = store;
    this.messages = new Messages(sender);
    this.now = now;
  }

  /// @return how many messages were sent
  /// @throws dev.tintype.core.port.StoreUnavailable when the store does not answer
  public long send(MoveListener listener) {
    long sent = 0;
    long seen = 0;
    long rows = store.count(Table.VERSIONS);
    TableRows versions = new TableRows(store, Table.VERSIONS);
    for (Optional<Row> row = versions.peek(); row.isPresent(); row = versions.peek()) {
      Optional<VersionRecord> version = HeldVersions.version(versions.next());
      if (version.isPresent() && version.get().state() instanceof Queued queued) {
        Duration delay = Duration.between(now, queued.notBefore());
        sent += messages.send(version.get(), "takeup", delay) ? 1 : 0;
      }
      if (++seen % TableRows.PAGE == 0) {
        listener.advanced(Phase.WAKING, Table.VERSIONS, seen, Math.max(seen, rows));
      }
    }
    return sent;
  }
}
