package dev.tintype.sql;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.Unreadable.Kind;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Queued;
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
import java.util.stream.Collectors;

/// The job store in a SQL database. Safe for use by many threads and processes, and by many hosts
/// where the database is.
public final class SqlJobStore implements JobStore {

  private static final String COMMITTING = "committing to the job store";
  private static final int PAGE = 200;

  /// Among so many versions, soonest due first, the one is looked for that has waited longest.
  private static final int MOST_LOOKED_AT = 10_000;

  /// A version that is queued in the fresh lane. No text in a record can look like these fields,
  /// because JSON escapes its quotes.
  private static final String IS_QUEUED_FRESH =
      "record LIKE '%\"code\":\""
          + new Queued(Instant.EPOCH).code()
          + "\"%' AND record NOT LIKE '%\"lane\":\""
          + Lane.BULK.code()
          + "\"%'";

  private final SqlDatabase database;
  private final SqlDialect dialect;
  private final JobWrites writes;

  /// @param database kept open by its owner for as long as the store is used
  /// @param dialect the database's
  public SqlJobStore(SqlDatabase database, SqlDialect dialect) {
    this.database = database;
    this.dialect = dialect;
    this.writes = new JobWrites(dialect);
  }

  @Override
  public Optional<ImageRecord> image(ImageId id) {
    Sql sql = new Sql("SELECT record FROM images WHERE id = ?", id.value());
    return text("reading an image", sql).map(text -> read(id, text));
  }

  private static ImageRecord read(ImageId id, String text) {
    return Unreadable.read(Kind.IMAGE, id.value(), () -> image(text));
  }

  private static VersionRecord read(ImageId id, Version version, String text) {
    return Unreadable.read(Kind.VERSION, id + "/" + version, () -> version(text));
  }

  @Override
  public Optional<VersionRecord> version(ImageId id, Version version) {
    Sql sql =
        new Sql(
            "SELECT record FROM versions WHERE image_id = ? AND version = ?",
            id.value(),
            version.value());
    return text("reading a version", sql).map(text -> read(id, version, text));
  }

  @Override
  public Subject subject(ImageId id, Version version) {
    Sql sql =
        new Sql(
            "SELECT 'image', record FROM images WHERE id = ? UNION ALL"
                + " SELECT 'version', record FROM versions WHERE image_id = ? AND version = ?",
            id.value(),
            id.value(),
            version.value());
    Map<String, String> texts =
        rows("reading an image and a version", sql).stream()
            .collect(Collectors.toMap(StoredRow::name, StoredRow::text));
    Optional<ImageRecord> image =
        Optional.ofNullable(texts.get("image")).map(text -> read(id, text));
    return new Subject(
        image,
        image
            .filter(ImageRecord::isLive)
            .flatMap(_ -> Optional.ofNullable(texts.get("version")))
            .map(text -> read(id, version, text)));
  }

  @Override
  public List<VersionRecord> versions(ImageId id, Consumer<Unreadable> skipped) {
    Sql sql =
        new Sql(
            "SELECT image_id || '/' || version, record FROM versions WHERE image_id = ?",
            id.value());
    return rows("reading versions", sql).stream()
        .flatMap(row -> row.version(skipped).stream())
        .sorted(Comparator.comparingLong(VersionRecord::sequence))
        .toList();
  }

  @Override
  public List<VersionRecord> newest(ImageId id, int limit, Consumer<Unreadable> skipped) {
    Sql sql =
        new Sql(
            "SELECT image_id || '/' || version, record FROM versions WHERE image_id = ? ORDER BY "
                + dialect.newestFirst()
                + " LIMIT ?",
            id.value(),
            limit);
    return rows("reading the newest versions", sql).stream()
        .flatMap(row -> row.version(skipped).stream())
        .toList();
  }

  @Override
  public Map<VersionName, VersionRecord> versions(
      Collection<VersionName> names, Consumer<Unreadable> skipped) {
    Map<VersionName, VersionRecord> found = new HashMap<>();
    List<VersionName> wanted = names.stream().distinct().toList();
    for (int first = 0; first < wanted.size(); first += PAGE) {
      Sql sql = dialect.versions(wanted.subList(first, Math.min(first + PAGE, wanted.size())));
      for (StoredRow row : rows("reading versions", sql)) {
        row.version(skipped).ifPresent(record -> found.put(VersionName.of(record), record));
      }
    }
    return found;
  }

  @Override
  public Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    Sql sql =
        new Sql(
            "SELECT record FROM idempotency WHERE key = ? AND expires_at > ?",
            key.hex(),
            Nanos.of(now));
    return text("reading an idempotency key", sql)
        .map(text ->
            Unreadable.read(
                Kind.ANSWER, key.hex(), () -> RecordJson.idempotency(Json.parse(text))));
  }

  @Override
  public Optional<Outcome> outcome(String id) {
    return text("reading an outcome", new Sql("SELECT record FROM outbox WHERE id = ?", id))
        .map(text -> Unreadable.read(Kind.OUTCOME, id, () -> RecordJson.outcome(Json.parse(text))));
  }

  @Override
  public Optional<Instant> queuedSince() {
    Sql sql =
        new Sql(
            "SELECT image_id || '/' || version, record FROM"
                + " (SELECT image_id, version, due_at, record FROM versions WHERE "
                + dialect.mayBeQueued()
                + " ORDER BY due_at LIMIT ?) AS soonest WHERE "
                + IS_QUEUED_FRESH
                + " ORDER BY due_at LIMIT ?",
            MOST_LOOKED_AT,
            PAGE);
    return rows("reading what is queued", sql).stream()
        .flatMap(row -> row.version(_ -> {}).stream())
        .flatMap(record -> queuedSince(record).stream())
        .min(Comparator.naturalOrder());
  }

  private static Optional<Instant> queuedSince(VersionRecord record) {
    return record.lane() == Lane.FRESH && record.state() instanceof Queued queued
        ? Optional.of(queued.notBefore())
        : Optional.empty();
  }

  private Optional<String> text(String what, Sql sql) {
    return database.read(what, c -> sql.row(c, row -> row.getString(1)));
  }

  private List<StoredRow> rows(String what, Sql sql) {
    return database.read(what, c -> sql.rows(c, StoredRow::of));
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
      return Unreadable.readOrSkip(Kind.IMAGE, name, () -> SqlJobStore.image(text), skipped);
    }

    Optional<VersionRecord> version(Consumer<Unreadable> skipped) {
      return Unreadable.readOrSkip(Kind.VERSION, name, () -> SqlJobStore.version(text), skipped);
    }
  }

  @Override
  public boolean commit(Change change) {
    return database.writeAll(COMMITTING, writes.of(change));
  }

  @Override
  public Optional<Joint> joint(JobSender queue) {
    return queue instanceof SqlQueue ours && ours.isIn(database)
        ? Optional.of((change, messages) -> commit(change, messages, ours))
        : Optional.empty();
  }

  /// Messages are put after the records, and in one order, so that no two transactions wait for
  /// each other.
  private boolean commit(Change change, List<JobSender.Sending> messages, SqlQueue queue) {
    List<JobSender.Sending> inOrder =
        messages.stream()
            .sorted(Comparator.comparing(each -> MessageColumns.about(each.message())))
            .toList();
    List<SqlWrite> all = new ArrayList<>(writes.of(change));
    inOrder.forEach(each -> all.addAll(queue.put(each)));
    boolean isDone = database.writeAll(COMMITTING, all);
    // A change that is not done may have held the message of another one for a moment, while a
    // receiver looked for it. So receivers look again.
    inOrder.forEach(queue::sent);
    return isDone;
  }

  @Override
  public DueWork due(Instant now, int limit, Set<DueKind> kinds) {
    return database.read(
        "reading what is due",
        c -> {
          DueRows rows = new DueRows(c, dialect, now, limit);
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
            Nanos.of(now),
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

  private void each(String state, Consumer<VersionRecord> visitor) {
    DueOrder order = DueOrder.of("versions", List.of("image_id", "version"), dialect);
    String condition = dialect.isOpen(state);
    DueOrder.Place last = order.from(Long.MIN_VALUE);
    while (true) {
      Sql sql = order.page(condition, List.of(), last, PAGE);
      List<DueOrder.Row> page =
          database.read("reading open versions", c -> sql.rows(c, order::row));
      page.forEach(row ->
          Unreadable.readOrSkip(
                  Kind.VERSION, row.name(), () -> version(row.text()), SqlJobStore::leftOut)
              .ifPresent(visitor));
      if (page.size() < PAGE) {
        return;
      }
      last = page.getLast().place();
    }
  }

  /// The sweeper names it when it falls due.
  private static void leftOut(Unreadable record) {}

  @Override
  public ImagePage page(Optional<String> state, Optional<ImageId> before, int limit) {
    List<Object> parameters = new ArrayList<>();
    state.ifPresent(parameters::add);
    before.ifPresent(id -> parameters.add(id.value()));
    parameters.add(limit);
    return page(
        new Sql(dialect.images(state.isPresent(), before.isPresent()), parameters.toArray()),
        limit);
  }

  @Override
  public ImagePage page(Metadata.Entry entry, Optional<ImageId> before, int limit) {
    List<Object> parameters = new ArrayList<>(List.of(entry.key(), entry.value()));
    before.ifPresent(id -> parameters.add(id.value()));
    parameters.add(limit);
    return page(new Sql(dialect.tagged(before.isPresent()), parameters.toArray()), limit);
  }

  private ImagePage page(Sql sql, int limit) {
    List<StoredRow> rows = rows("listing images", sql);
    List<Unreadable> unreadable = new ArrayList<>();
    List<ImageRecord> images =
        rows.stream().flatMap(row -> row.image(unreadable::add).stream()).toList();
    Optional<ImageId> next =
        rows.size() < limit ? Optional.empty() : Optional.of(new ImageId(rows.getLast().name()));
    return new ImagePage(images, unreadable, next);
  }
}
