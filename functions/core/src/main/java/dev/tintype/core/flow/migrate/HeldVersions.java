package dev.tintype.core.flow.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.state.Attempt;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Processing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Collects the versions that workers of the old store hold while its digest is computed, and ends
/// their leases in the new store. Those workers cannot write to the new store, and without a lease
/// their end is no death: the attempt is not counted.
final class HeldVersions implements Consumer<Row> {

  private static final int DUE_AT = 1;
  private static final int RECORD = 2;

  private final List<VersionRecord> held = new ArrayList<>();

  @Override
  public void accept(Row row) {
    // A text that has this word may be a held version; only that one is parsed.
    if (!row.fields().get(RECORD).contains("\"processing\"")) {
      return;
    }
    version(row).filter(version -> version.state() instanceof Processing).ifPresent(held::add);
  }

  /// @return the version of a row that is due some day; absent for what ended, and for a record
  ///   that this release cannot read
  static Optional<VersionRecord> version(Row row) {
    if (row.fields().get(DUE_AT).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(RecordJson.version(Json.parse(row.fields().get(RECORD))));
    } catch (MalformedJson _) {
      return Optional.empty();
    }
  }

  /// Writes the versions, released, to the store that is being filled.
  void release(RecordTransfer to, String run, Instant now) {
    List<Row> released = held.stream().map(version -> row(Attempt.released(version, now))).toList();
    for (int i = 0; i < released.size(); i += TableRows.PAGE) {
      List<Row> page = released.subList(i, Math.min(released.size(), i + TableRows.PAGE));
      if (!to.write(run, Table.VERSIONS, page, List.of())) {
        throw new MoveRefused("Another 'tintype migrate' to " + to.name() + " has begun.");
      }
    }
  }

  private static Row row(VersionRecord version) {
    ObjectNode record = RecordJson.write(version);
    return new Row(
        version.job().imageId() + "/" + version.job().version(),
        List.of(
            Long.toString(version.epoch()),
            version.dueAt().map(HeldVersions::nanos).orElse(""),
            Json.write(record)));
  }

  private static String nanos(Instant at) {
    return Long.toString(ChronoUnit.NANOS.between(Instant.EPOCH, at));
  }
}
