package dev.tintype.sqlite;

import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.RecordReading;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.Unreadable.Kind;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.VersionRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    return text("reading an image", sql)
        .map(text -> RecordReading.one(Kind.IMAGE, id.value(), () -> image(text)));
  }

  @Override
  public Optional<VersionRecord> version(ImageId id, Version version) {
    Sql sql =
        new Sql(
            "SELECT record FROM versions WHERE image_id = ? AND version = ?",
            id.value(),
            version.value());
    return text("reading a version", sql)
        .map(text -> RecordReading.one(Kind.VERSION, id + "/" + version, () -> version(text)));
  }

  @Override
  public List<VersionRecord> versions(ImageId id, Consumer<Unreadable> skipped) {
    Sql sql = new Sql("SELECT version, record FROM versions WHERE image_id = ?", id.value());
    return database.read("reading versions", c -> sql.rows(c, StoredRow::of)).stream()
        .flatMap(row -> row.version(id, skipped).stream())
        .sorted(Comparator.comparingLong(VersionRecord::sequence))
        .toList();
  }

  @Override
  public List<VersionRecord> newest(ImageId id, int limit, Consumer<Unreadable> skipped) {
    Sql sql =
        new Sql(
            "SELECT version, record FROM versions WHERE image_id = ?"
                + " ORDER BY sequence DESC LIMIT ?",
            id.value(),
            limit);
    return database.read("reading the newest versions", c -> sql.rows(c, StoredRow::of)).stream()
        .flatMap(row -> row.version(id, skipped).stream())
        .toList();
  }

  @Override
  public Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    Sql sql =
        new Sql(
            "SELECT record FROM idempotency WHERE key = ? AND expires_at > ?",
            key.hex(),
            SqliteInstant.nanos(now));
    return text("reading an idempotency key", sql)
        .map(text ->
            RecordReading.one(
                Kind.ANSWER, key.hex(), () -> RecordJson.idempotency(Json.parse(text))));
  }

  private Optional<String> text(String what, Sql sql) {
    return database.read(what, c -> sql.row(c, row -> row.getString(1)));
  }

  private static ImageRecord image(String text) {
    return RecordJson.image(Json.parse(text));
  }

  private static VersionRecord version(String text) {
    return RecordJson.version(Json.parse(text));
  }

  /// A record's text and what it is called in its table.
  private record StoredRow(String name, String text) {
    static StoredRow of(ResultSet row) throws SQLException {
      return new StoredRow(row.getString(1), row.getString(2));
    }

    Optional<ImageRecord> image(Consumer<Unreadable> skipped) {
      return RecordReading.oneOfMany(Kind.IMAGE, name, () -> SqliteJobStore.image(text), skipped);
    }

    Optional<VersionRecord> version(ImageId id, Consumer<Unreadable> skipped) {
      return RecordReading.oneOfMany(
          Kind.VERSION, id + "/" + name, () -> SqliteJobStore.version(text), skipped);
    }
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
  public DueWork due(Instant now, int limit, Set<DueKind> kinds) {
    return database.read(
        "reading what is due",
        c -> {
          DueRows rows = new DueRows(c, now, limit);
          return new DueWork(
              kinds.contains(DueKind.VERSION) ? rows.versions() : List.of(),
              kinds.contains(DueKind.IMAGE) ? rows.images() : List.of(),
              kinds.contains(DueKind.OUTCOME) ? rows.outcomes() : List.of(),
              rows.unreadable());
        });
  }

  @Override
  public long outcomesDue(Instant now, int most) {
    Sql sql =
        new Sql(
            "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE due_at <= ? LIMIT ?)",
            SqliteInstant.nanos(now),
            most);
    return database.read("counting outcomes", c -> sql.row(c, row -> row.getLong(1))).orElseThrow();
  }

  /// Leaves out what a server of the release before this one wrote while it still ran, too.
  @Override
  public void eachAwaited(Consumer<VersionRecord> visitor) {
    each("awaiting_upload", visitor);
  }

  @Override
  public void eachHeld(Consumer<VersionRecord> visitor) {
    each("processing", visitor);
  }

  private void each(String state, Consumer<VersionRecord> visitor) {
    Place place = new Place(Long.MIN_VALUE, 0);
    while (true) {
      Sql sql =
          new Sql(
              "SELECT due_at, rowid, record FROM versions WHERE open = ?"
                  + " AND (due_at, rowid) > (?, ?) ORDER BY due_at, rowid LIMIT ?",
              state,
              place.dueAt(),
              place.row(),
              PAGE);
      List<Open> page = database.read("reading open versions", c -> sql.rows(c, Open::of));
      page.forEach(open ->
          RecordReading.oneOfMany(
                  Kind.VERSION, "", () -> version(open.text()), SqliteJobStore::leftOut)
              .ifPresent(visitor));
      if (page.size() < PAGE) {
        return;
      }
      place = page.getLast().place();
    }
  }

  /// The sweeper names it when it falls due.
  private static void leftOut(Unreadable record) {}

  private record Place(long dueAt, long row) {}

  private record Open(Place place, String text) {
    static Open of(ResultSet row) throws SQLException {
      return new Open(new Place(row.getLong(1), row.getLong(2)), row.getString(3));
    }
  }

  @Override
  public ImagePage page(Optional<String> state, Optional<ImageId> before, int limit) {
    List<Object> parameters = new ArrayList<>();
    StringBuilder text = new StringBuilder("SELECT id, record FROM images WHERE live = 1");
    if (state.isPresent()) {
      text.append(" AND state = ?");
      parameters.add(state.get());
    }
    if (before.isPresent()) {
      text.append(" AND id < ?");
      parameters.add(before.get().value());
    }
    parameters.add(limit);
    Sql sql = new Sql(text.append(" ORDER BY id DESC LIMIT ?").toString(), parameters.toArray());
    List<StoredRow> rows = database.read("listing images", c -> sql.rows(c, StoredRow::of));
    List<Unreadable> unreadable = new ArrayList<>();
    List<ImageRecord> images =
        rows.stream().flatMap(row -> row.image(unreadable::add).stream()).toList();
    Optional<ImageId> next =
        rows.size() < limit ? Optional.empty() : Optional.of(new ImageId(rows.getLast().name()));
    return new ImagePage(images, unreadable, next);
  }
}
