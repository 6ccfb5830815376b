package dev.tintype.sqlite;

import dev.tintype.core.json.Json;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.Change.Write.DelayOutcome;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.Change.Write.RemoveVersion;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Applies one write of a change inside a transaction.
final class JobWrites {

  /// Each new key clears away a few that have expired, so that the table stays small.
  private static final int KEYS_CLEARED_AT_ONCE = 20;

  private JobWrites() {}

  /// @return whether its condition held
  static boolean apply(Connection connection, Write write) throws SQLException {
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
                after.isLive() ? 1 : 0,
                SqliteInstant.nanos(after.dueAt()),
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
                after.sequence(),
                after.epoch(),
                SqliteInstant.nanos(after.dueAt()),
                open(after.state()),
                Json.write(RecordJson.write(after)),
                after.job().imageId().value(),
                after.job().version().value()));
    if (put.before().isEmpty()) {
      return new Sql(JobConditions.CREATE_VERSION, row.toArray());
    }
    row.add(put.before().get().epoch());
    return new Sql(JobConditions.REPLACE_VERSION, row.toArray());
  }

  /// @return the state by which a version is found that waits for an upload or is held by a worker
  private static @Nullable String open(VersionState state) {
    return switch (state) {
      case VersionState.AwaitingUpload _, VersionState.Processing _ -> state.code();
      case VersionState.Queued _,
          VersionState.Ready _,
          VersionState.Failed _,
          VersionState.Superseded _,
          VersionState.Expired _,
          VersionState.Retired _ ->
          null;
    };
  }

  private static boolean add(Connection connection, AddIdempotency add) throws SQLException {
    long now = SqliteInstant.nanos(add.now());
    new Sql(
            "DELETE FROM idempotency WHERE key IN"
                + " (SELECT key FROM idempotency WHERE expires_at <= ? LIMIT ?)",
            now,
            KEYS_CLEARED_AT_ONCE)
        .update(connection);
    return new Sql(
                JobConditions.ADD_IDEMPOTENCY,
                add.row().key().hex(),
                SqliteInstant.nanos(add.row().expiresAt()),
                Json.write(RecordJson.write(add.row())),
                now)
            .update(connection)
        == 1;
  }

  private static Sql insert(Outcome row) {
    return new Sql(
        "INSERT INTO outbox (due_at, record, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        SqliteInstant.nanos(row.dueAt()),
        Json.write(RecordJson.write(row)),
        row.id());
  }

  private static Sql update(Outcome row) {
    return new Sql(
        "UPDATE outbox SET due_at = ?, record = ? WHERE id = ?",
        SqliteInstant.nanos(row.dueAt()),
        Json.write(RecordJson.write(row)),
        row.id());
  }
}
