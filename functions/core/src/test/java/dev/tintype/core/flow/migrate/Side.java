package dev.tintype.core.flow.migrate;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.TokenStore;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One store of a move, as a host opens it.
///
/// @param jobs its records
/// @param tokens its tokens
/// @param queue the queue in the same database
/// @param transfer moves its records
public record Side(JobStore jobs, TokenStore tokens, JobQueue queue, RecordTransfer transfer) {

  /// Opens the store at an address and the queue beside it.
  public static Side open(String address, Opening opening) {
    JobsProvider provider = Providers.of(JobsProvider.class, address);
    JobsProvider.Opened opened = provider.jobs(address, opening);
    return new Side(
        opened.jobs(),
        opened.tokens(),
        Providers.of(QueueProvider.class, address).queue(address, opening),
        provider.transfer(address, opening).orElseThrow());
  }

  /// @return every row
  public Map<Table, List<Row>> rows() {
    Map<Table, List<Row>> rows = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      rows.put(table, transfer.page(table, Optional.empty(), 1_000_000));
    }
    return rows;
  }
}
