package dev.tintype.sqlite;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.JobStore.DueWork;
import dev.tintype.core.port.RecordReading;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What is due in one table after the other, oldest first. Rows that cannot be read are stepped
/// over, page by page, until enough others were found.
final class DueRows {

  private final Connection connection;
  private final Instant now;
  private final int limit;
  private final List<Unreadable> unreadable = new ArrayList<>();

  DueRows(Connection connection, Instant now, int limit) {
    this.connection = connection;
    this.now = now;
    this.limit = limit;
  }

  /// Where the rows of a kind are.
  ///
  /// @param kind what they are
  /// @param table their table
  /// @param name the expression that names a row
  private record Source<T>(
      Unreadable.Kind kind, String table, String name, Function<JsonObject, T> codec) {}

  private record Row(long dueAt, long rowId, String name, String text) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4));
    }
  }

  List<VersionRecord> versions() throws SQLException {
    return upToNow(
        new Source<>(
            Unreadable.Kind.VERSION,
            "versions",
            "image_id || '/' || version",
            RecordJson::version));
  }

  List<ImageRecord> images() throws SQLException {
    return upToNow(new Source<>(Unreadable.Kind.IMAGE, "images", "id", RecordJson::image));
  }

  /// Outcomes that a clock which was ahead put off come last.
  List<Outcome> outcomes() throws SQLException {
    Source<Outcome> outbox =
        new Source<>(Unreadable.Kind.OUTCOME, "outbox", "id", RecordJson::outcome);
    List<Outcome> found = upToNow(outbox);
    long latest = SqliteInstant.nanos(Schedule.latestRetry(now));
    collect(outbox, latest, Long.MAX_VALUE, found);
    return found;
  }

  private <T> List<T> upToNow(Source<T> source) throws SQLException {
    List<T> found = new ArrayList<>();
    collect(source, Long.MIN_VALUE, SqliteInstant.nanos(now), found);
    return found;
  }

  /// @param after rows due later than this
  /// @param until and not later than this
  private <T> void collect(Source<T> source, long after, long until, List<T> found)
      throws SQLException {
    long dueAt = after;
    long rowId = Long.MAX_VALUE;
    while (found.size() < limit) {
      int wanted = limit - found.size();
      List<Row> page =
          new Sql(
                  "SELECT due_at, rowid, "
                      + source.name()
                      + ", record FROM "
                      + source.table()
                      + " WHERE due_at <= ? AND (due_at, rowid) > (?, ?)"
                      + " ORDER BY due_at, rowid LIMIT ?",
                  until,
                  dueAt,
                  rowId,
                  wanted)
              .rows(connection, Row::of);
      for (Row row : page) {
        RecordReading.oneOfMany(
                source.kind(),
                row.name(),
                () -> source.codec().apply(Json.parse(row.text())),
                this::skip)
            .ifPresent(found::add);
      }
      if (page.size() < wanted) {
        return;
      }
      dueAt = page.getLast().dueAt();
      rowId = page.getLast().rowId();
    }
  }

  private void skip(Unreadable row) {
    if (unreadable.stream().filter(one -> one.kind() == row.kind()).count()
        < DueWork.MOST_UNREADABLE) {
      unreadable.add(row);
    }
  }

  /// @return what was stepped over so far
  List<Unreadable> unreadable() {
    return unreadable;
  }
}
