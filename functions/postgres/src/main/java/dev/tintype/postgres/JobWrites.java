package dev.tintype.postgres;

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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Applies the writes of a change inside a transaction.
final class JobWrites {

  /// Each new key clears away a few that have expired, so that the table stays small.
  private static final int KEYS_CLEARED_AT_ONCE = 20;

  /// Every transaction takes its rows in this order, so that no two wait for each other.
  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::table).thenComparing(Place::name);

  private JobWrites() {}

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
        case DelayOutcome delay -> new Place(2, delay.row().id());
        case RemoveOutcome remove -> new Place(2, remove.id());
        case AddIdempotency add -> new Place(3, add.row().key().hex());
      };
    }
  }

  /// @return whether the conditions of all writes held
  static boolean applyAll(Connection connection, Change change) throws SQLException {
    for (Write write :
        change.writes().stream().sorted(Comparator.comparing(Place::of, ORDER)).toList()) {
      if (!apply(connection, write)) {
        return false;
      }
    }
    return true;
  }

  private static boolean apply(Connection connection, Write write) throws SQLException {
    return switch (write) {
      case PutImage put -> sql(put).update(connection) == 1;
      case PutVersion put -> sql(put).update(connection) == 1;
      case AddIdempotency add -> add(connection, add);
      case RemoveVersion remove ->
          done(
              connection,
              new Sql(
                  "DELETE FROM versions WHERE image_id = ? AND version = ?",
                  remove.imageId().value(),
                  remove.version().value()));
      case AddOutcome add -> done(connection, insert(add.row()));
      case DelayOutcome delay -> done(connection, update(delay.row()));
      case RemoveOutcome remove ->
          done(connection, new Sql("DELETE FROM outbox WHERE id = ?", remove.id()));
    };
  }

  private static boolean done(Connection connection, Sql sql) throws SQLException {
    sql.update(connection);
    return true;
  }

  private static Sql sql(PutImage put) {
    ImageRecord after = put.after();
    List<@Nullable Object> row =
        new ArrayList<>(
            Arrays.<@Nullable Object>asList(
                after.epoch(),
                after.isLive(),
                after.latest().isPresent() ? after.latest().get().value() : null,
                PostgresInstant.nanos(after.dueAt()),
                Json.write(RecordJson.write(after)),
                after.id().value()));
    if (put.before().isEmpty()) {
      return new Sql(JobConditions.CREATE_IMAGE, row.toArray());
    }
    row.add(put.before().get().epoch());
    return new Sql(JobConditions.REPLACE_IMAGE, row.toArray());
  }

  private static Sql sql(PutVersion put) {
    VersionRecord after = put.after();
    List<@Nullable Object> row =
        new ArrayList<>(
            Arrays.<@Nullable Object>asList(
                after.epoch(),
                after.state().code(),
                PostgresInstant.nanos(after.dueAt()),
                Json.write(RecordJson.write(after)),
                after.job().imageId().value(),
                after.job().version().value()));
    if (put.before().isEmpty()) {
      return new Sql(JobConditions.CREATE_VERSION, row.toArray());
    }
    row.add(put.before().get().epoch());
    return new Sql(JobConditions.REPLACE_VERSION, row.toArray());
  }

  private static boolean add(Connection connection, AddIdempotency add) throws SQLException {
    long now = PostgresInstant.nanos(add.now());
    new Sql(
            "DELETE FROM idempotency WHERE key = ANY (ARRAY(SELECT key FROM idempotency"
                + " WHERE expires_at <= ? LIMIT ? FOR UPDATE SKIP LOCKED))",
            now,
            KEYS_CLEARED_AT_ONCE)
        .update(connection);
    return new Sql(
                JobConditions.ADD_IDEMPOTENCY,
                add.row().key().hex(),
                PostgresInstant.nanos(add.row().expiresAt()),
                Json.write(RecordJson.write(add.row())),
                now)
            .update(connection)
        == 1;
  }

  private static Sql insert(Outcome row) {
    return new Sql(
        "INSERT INTO outbox (due_at, record, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        PostgresInstant.nanos(row.dueAt()),
        Json.write(RecordJson.write(row)),
        row.id());
  }

  private static Sql update(Outcome row) {
    return new Sql(
        "UPDATE outbox SET due_at = ?, record = ? WHERE id = ?",
        PostgresInstant.nanos(row.dueAt()),
        Json.write(RecordJson.write(row)),
        row.id());
  }
}
