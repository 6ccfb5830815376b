package dev.tintype.backends.sqlite;

import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.VersionRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The job store in a SQLite file. Safe for use by many threads and processes.
public final class SqliteJobStore implements JobStore {

  private static final int PAGE = 200;

  private final SqliteDatabase database;

  /// @param database kept open by its owner for as long as the store is used
  public SqliteJobStore(SqliteDatabase database) {
    this.database = database;
  }

  @Override
  public Optional<ImageRecord> image(ImageId id) {
    Sql sql = new Sql("SELECT record FROM images WHERE id = ?", id.value());
    return database.read("reading an image", c -> sql.row(c, Sql.record(RecordJson::image)));
  }

  @Override
  public Optional<VersionRecord> version(ImageId id, Version version) {
    Sql sql =
        new Sql(
            "SELECT record FROM versions WHERE image_id = ? AND version = ?",
            id.value(),
            version.value());
    return database.read("reading a version", c -> sql.row(c, Sql.record(RecordJson::version)));
  }

  @Override
  public List<VersionRecord> versions(ImageId id) {
    Sql sql =
        new Sql("SELECT record FROM versions WHERE image_id = ? ORDER BY sequence", id.value());
    return database.read("reading versions", c -> sql.rows(c, Sql.record(RecordJson::version)));
  }

  @Override
  public Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    Sql sql =
        new Sql(
            "SELECT record FROM idempotency WHERE key = ? AND expires_at > ?",
            key.hex(),
            SqliteInstant.nanos(now));
    return database.read(
        "reading an idempotency key", c -> sql.row(c, Sql.record(RecordJson::idempotency)));
  }

  @Override
  public boolean commit(Change change) {
    return database.writeIf("committing to the job store", c -> applyAll(c, change));
  }

  private static boolean applyAll(Connection connection, Change change) throws SQLException {
    for (Change.Write write : change.writes()) {
      if (!JobWrites.apply(connection, write)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public DueWork due(Instant now, int limit) {
    long until = SqliteInstant.nanos(now);
    return database.read(
        "reading what is due",
        c ->
            new DueWork(
                due("versions", until, limit).rows(c, Sql.record(RecordJson::version)),
                due("images", until, limit).rows(c, Sql.record(RecordJson::image)),
                due("outbox", until, limit).rows(c, Sql.record(RecordJson::outcome))));
  }

  private static Sql due(String table, long until, int limit) {
    return new Sql(
        "SELECT record FROM " + table + " WHERE due_at <= ? ORDER BY due_at, rowid LIMIT ?",
        until,
        limit);
  }

  /// Shows every version that falls due by an instant, however many there are, soonest first. What
  /// is written meanwhile may be seen or not.
  ///
  /// @param visitor may write to this store
  /// @throws dev.tintype.core.port.StoreUnavailable when the store cannot answer
  public void eachDueBy(Instant until, Consumer<VersionRecord> visitor) {
    long last = SqliteInstant.nanos(until);
    Place place = new Place(Long.MIN_VALUE, 0);
    while (true) {
      Sql sql =
          new Sql(
              "SELECT due_at, rowid, record FROM versions WHERE due_at <= ?"
                  + " AND (due_at, rowid) > (?, ?) ORDER BY due_at, rowid LIMIT ?",
              last,
              place.dueAt(),
              place.row(),
              PAGE);
      List<Due> page = database.read("reading what falls due", c -> sql.rows(c, Due::of));
      page.forEach(due -> visitor.accept(due.record()));
      if (page.size() < PAGE) {
        return;
      }
      place = page.getLast().place();
    }
  }

  private record Place(long dueAt, long row) {}

  private record Due(Place place, VersionRecord record) {
    static Due of(ResultSet row) throws SQLException {
      return new Due(
          new Place(row.getLong(1), row.getLong(2)),
          RecordJson.version(Json.parse(row.getString(3))));
    }
  }

  @Override
  public List<ImageRecord> list(Optional<ImageId> before, int limit) {
    Sql sql =
        before
            .map(id ->
                new Sql(
                    "SELECT record FROM images WHERE live = 1 AND id < ?"
                        + " ORDER BY id DESC LIMIT ?",
                    id.value(),
                    limit))
            .orElseGet(() ->
                new Sql(
                    "SELECT record FROM images WHERE live = 1 ORDER BY id DESC LIMIT ?", limit));
    return database.read("listing images", c -> sql.rows(c, Sql.record(RecordJson::image)));
  }
}
