package dev.tintype.postgres;

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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The job store in a PostgreSQL database. Safe for use by many threads, processes and hosts.
///
/// After a connection breaks during [#commit], the change is tried once more under the same id, so
/// that the answer is right whether or not the first try was applied.
final class PostgresJobStore implements JobStore {

  private static final int PAGE = 200;

  private final PostgresDatabase database;

  /// @param database kept open by its owner for as long as the store is used
  PostgresJobStore(PostgresDatabase database) {
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
    Sql sql =
        new Sql(
            "SELECT image_id || '/' || version, record FROM versions WHERE image_id = ?",
            id.value());
    return database.read("reading versions", c -> sql.rows(c, StoredRow::of)).stream()
        .flatMap(row -> row.version(skipped).stream())
        .sorted(Comparator.comparingLong(VersionRecord::sequence))
        .toList();
  }

  /// The number stands in the text of the record. No text in a record can look like it, because
  /// JSON escapes its quotes.
  @Override
  public List<VersionRecord> newest(ImageId id, int limit, Consumer<Unreadable> skipped) {
    Sql sql =
        new Sql(
            "SELECT image_id || '/' || version, record FROM versions WHERE image_id = ? ORDER BY"
                + " substring(record FROM '\"sequence\":([0-9]{1,18})')::bigint"
                + " DESC NULLS LAST LIMIT ?",
            id.value(),
            limit);
    return database.read("reading the newest versions", c -> sql.rows(c, StoredRow::of)).stream()
        .flatMap(row -> row.version(skipped).stream())
        .toList();
  }

  @Override
  public Map<VersionName, VersionRecord> versions(
      Collection<VersionName> names, Consumer<Unreadable> skipped) {
    Map<VersionName, VersionRecord> found = new HashMap<>();
    List<VersionName> wanted = names.stream().distinct().toList();
    for (int first = 0; first < wanted.size(); first += PAGE) {
      Sql sql = some(wanted.subList(first, Math.min(first + PAGE, wanted.size())));
      for (StoredRow row : database.read("reading versions", c -> sql.rows(c, StoredRow::of))) {
        row.version(skipped).ifPresent(record -> found.put(VersionName.of(record), record));
      }
    }
    return found;
  }

  private static Sql some(List<VersionName> names) {
    return new Sql(
        "SELECT image_id || '/' || version, record FROM versions WHERE (image_id, version) IN"
            + " (SELECT * FROM unnest(?::text[], ?::text[]))",
        names.stream().map(name -> name.imageId().value()).toArray(String[]::new),
        names.stream().map(name -> name.version().value()).toArray(String[]::new));
  }

  @Override
  public Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    Sql sql =
        new Sql(
            "SELECT record FROM idempotency WHERE key = ? AND expires_at > ?",
            key.hex(),
            PostgresInstant.nanos(now));
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

  /// A record's text and its name.
  private record StoredRow(String name, String text) {
    static StoredRow of(ResultSet row) throws SQLException {
      return new StoredRow(row.getString(1), row.getString(2));
    }

    Optional<ImageRecord> image(Consumer<Unreadable> skipped) {
      return RecordReading.oneOfMany(Kind.IMAGE, name, () -> PostgresJobStore.image(text), skipped);
    }

    Optional<VersionRecord> version(Consumer<Unreadable> skipped) {
      return RecordReading.oneOfMany(
          Kind.VERSION, name, () -> PostgresJobStore.version(text), skipped);
    }
  }

  @Override
  public boolean commit(Change change) {
    return database.writeIf("committing to the job store", c -> JobWrites.applyAll(c, change));
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
            "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE due_at <= ? LIMIT ?) AS due",
            PostgresInstant.nanos(now),
            most);
    return database.read("counting outcomes", c -> sql.row(c, row -> row.getLong(1))).orElseThrow();
  }

  @Override
  public void eachAwaited(Consumer<VersionRecord> visitor) {
    each("awaiting_upload", visitor);
  }

  @Override
  public void eachHeld(Consumer<VersionRecord> visitor) {
    each("processing", visitor);
  }

  /// @param state is part of the statement, so that the server knows which index fits
  private void each(String state, Consumer<VersionRecord> visitor) {
    String page =
        "SELECT due_at, image_id, version, record FROM versions WHERE state = '"
            + state
            + "' AND due_at IS NOT NULL AND (due_at, image_id, version) > (?, ?, ?)"
            + " ORDER BY due_at, image_id, version LIMIT ?";
    Place place = new Place(Long.MIN_VALUE, "", "");
    while (true) {
      Sql sql = new Sql(page, place.dueAt(), place.image(), place.version(), PAGE);
      List<Open> rows = database.read("reading open versions", c -> sql.rows(c, Open::of));
      rows.forEach(row ->
          RecordReading.oneOfMany(
                  Kind.VERSION, "", () -> version(row.text()), PostgresJobStore::leftOut)
              .ifPresent(visitor));
      if (rows.size() < PAGE) {
        return;
      }
      place = rows.getLast().place();
    }
  }

  /// The sweeper names it when it falls due.
  private static void leftOut(Unreadable record) {}

  private record Place(long dueAt, String image, String version) {}

  private record Open(Place place, String text) {
    static Open of(ResultSet row) throws SQLException {
      return new Open(
          new Place(row.getLong(1), row.getString(2), row.getString(3)), row.getString(4));
    }
  }

  @Override
  public ImagePage page(Optional<String> state, Optional<ImageId> before, int limit) {
    List<Object> parameters = new ArrayList<>();
    state.ifPresent(parameters::add);
    before.ifPresent(id -> parameters.add(id.value()));
    parameters.add(limit);
    String text = state.isPresent() ? inState(before.isPresent()) : all(before.isPresent());
    Sql sql = new Sql(text, parameters.toArray());
    List<StoredRow> rows = database.read("listing images", c -> sql.rows(c, StoredRow::of));
    List<Unreadable> unreadable = new ArrayList<>();
    List<ImageRecord> images =
        rows.stream().flatMap(row -> row.image(unreadable::add).stream()).toList();
    Optional<ImageId> next =
        rows.size() < limit ? Optional.empty() : Optional.of(new ImageId(rows.getLast().name()));
    return new ImagePage(images, unreadable, next);
  }

  private static String all(boolean isBefore) {
    return "SELECT id, record FROM images WHERE live"
        + (isBefore ? " AND id < ?" : "")
        + " ORDER BY id DESC LIMIT ?";
  }

  /// Goes through the versions in the state, by their index, and looks up the image of each: few
  /// images may have their latest version in the state. `OFFSET 0` keeps this order.
  private static String inState(boolean isBefore) {
    return "SELECT image.id, image.record FROM"
        + " (SELECT image_id, version FROM versions WHERE state = ?"
        + (isBefore ? " AND image_id < ?" : "")
        + " ORDER BY image_id DESC OFFSET 0) AS found, LATERAL"
        + " (SELECT id, record FROM images WHERE id = found.image_id AND live"
        + " AND latest = found.version OFFSET 0) AS image"
        + " ORDER BY found.image_id DESC LIMIT ?";
  }
}
