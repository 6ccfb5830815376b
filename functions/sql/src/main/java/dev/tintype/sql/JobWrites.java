package dev.tintype.sql;

import dev.tintype.core.json.Json;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.Change.Write.DelayOutcome;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.Change.Write.RemoveVersion;
import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.sql.SqlWrite.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The statements that apply the writes of a change.
///
/// @param dialect of the database
record JobWrites(SqlDialect dialect) {

  /// Each new key clears away a few that have expired, so that the table stays small.
  private static final int KEYS_CLEARED_AT_ONCE = 20;

  /// A key that must not be there, unless it has expired by the last parameter.
  private static final String ADD_IDEMPOTENCY =
      """
      INSERT INTO idempotency (key, expires_at, record) VALUES (?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at, record = excluded.record
      WHERE idempotency.expires_at <= ?\
      """;

  /// Every transaction takes its rows in this order, so that no two wait for each other.
  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::table).thenComparing(Place::name);

  /// Where a write takes place.
  ///
  /// @param table the place of its table in the order
  /// @param name the row's name in it
  private record Place(int table, String name) {
    static Place of(Write write) {
      return switch (write) {
        case PutImage put -> new Place(0, put.after().id().value());
        case PutVersion put -> new Place(1, VersionName.of(put.after()).key());
        case RemoveVersion remove ->
            new Place(1, new VersionName(remove.imageId(), remove.version()).key());
        case AddOutcome add -> new Place(2, add.row().id());
        case DelayOutcome delay -> new Place(2, delay.after().id());
        case RemoveOutcome remove -> new Place(2, remove.row().id());
        case AddIdempotency add -> new Place(3, add.row().key().hex());
      };
    }
  }

  /// @return the statements that apply a change, in the order in which they must run
  List<SqlWrite> of(Change change) {
    return change.writes().stream()
        .sorted(Comparator.comparing(Place::of, ORDER))
        .flatMap(this::statements)
        .toList();
  }

  private Stream<SqlWrite> statements(Write write) {
    return switch (write) {
      case PutImage put -> Stream.of(new SqlWrite(sql(put), Rule.ONE_ROW));
      case PutVersion put -> Stream.of(new SqlWrite(sql(put), Rule.ONE_ROW));
      case AddIdempotency add ->
          Stream.of(
              new SqlWrite(forgetKeys(add), Rule.ANY_ROWS), new SqlWrite(sql(add), Rule.ONE_ROW));
      case RemoveVersion remove ->
          Stream.of(
              new SqlWrite(
                  new Sql(
                      "DELETE FROM versions WHERE image_id = ? AND version = ?",
                      remove.imageId().value(),
                      remove.version().value()),
                  Rule.ANY_ROWS));
      case AddOutcome add -> Stream.of(new SqlWrite(insert(add.row()), Rule.ANY_ROWS));
      case DelayOutcome delay -> Stream.of(new SqlWrite(update(delay), Rule.ONE_ROW));
      case RemoveOutcome remove ->
          Stream.of(
              new SqlWrite(
                  new Sql(
                      "DELETE FROM outbox WHERE id = ? AND due_at = ?",
                      remove.row().id(),
                      Nanos.of(remove.row().dueAt())),
                  Rule.REPEATABLE));
    };
  }

  private Sql sql(PutImage put) {
    ImageRecord after = put.after();
    List<Column> columns =
        new ArrayList<>(
            List.of(
                new Column("epoch", after.epoch()),
                new Column("live", after.isLive()),
                new Column("due_at", Nanos.of(after.dueAt())),
                new Column("record", Json.write(RecordJson.write(after)))));
    columns.addAll(dialect.of(after));
    ConditionalPut row =
        new ConditionalPut("images", List.of(new Column("id", after.id().value())), columns);
    return put.before().isEmpty() ? row.create() : row.replace(put.before().get().epoch());
  }

  private Sql sql(PutVersion put) {
    VersionRecord after = put.after();
    List<Column> columns =
        new ArrayList<>(
            List.of(
                new Column("epoch", after.epoch()),
                new Column("due_at", Nanos.of(after.dueAt())),
                new Column("record", Json.write(RecordJson.write(after)))));
    columns.addAll(dialect.of(after));
    ConditionalPut row =
        new ConditionalPut(
            "versions",
            List.of(
                new Column("image_id", after.job().imageId().value()),
                new Column("version", after.job().version().value())),
            columns);
    return put.before().isEmpty() ? row.create() : row.replace(put.before().get().epoch());
  }

  private Sql forgetKeys(AddIdempotency add) {
    return new Sql(dialect.forgetKeys(), Nanos.of(add.now()), KEYS_CLEARED_AT_ONCE);
  }

  private static Sql sql(AddIdempotency add) {
    return new Sql(
        ADD_IDEMPOTENCY,
        add.row().key().hex(),
        Nanos.of(add.row().expiresAt()),
        Json.write(RecordJson.write(add.row())),
        Nanos.of(add.now()));
  }

  private static Sql insert(Outcome row) {
    return new Sql(
        "INSERT INTO outbox (due_at, record, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        Nanos.of(row.dueAt()),
        Json.write(RecordJson.write(row)),
        row.id());
  }

  private static Sql update(DelayOutcome delay) {
    Outcome row = delay.after();
    return new Sql(
        "UPDATE outbox SET due_at = ?, record = ? WHERE id = ? AND due_at = ?",
        Nanos.of(row.dueAt()),
        Json.write(RecordJson.write(row)),
        row.id(),
        Nanos.of(delay.before().dueAt()));
  }
}
