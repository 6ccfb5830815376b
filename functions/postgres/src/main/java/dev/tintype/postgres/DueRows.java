package dev.tintype.postgres;

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
import java.util.Arrays;
import java.util.Collections;
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
  /// @param key the columns of its primary key
  private record Source<T>(
      Unreadable.Kind kind, String table, List<String> key, Function<JsonObject, T> codec) {

    /// The statement for one page, behind a place.
    String page() {
      String columns = "due_at, " + String.join(", ", key);
      String place = String.join(", ", Collections.nCopies(key.size() + 1, "?"));
      return "SELECT due_at, "
          + String.join(" || '/' || ", key)
          + ", record FROM %s WHERE due_at <= ? AND (%s) > (%s) ORDER BY %s LIMIT ?"
              .formatted(table, columns, place, columns);
    }

    Object[] parameters(long until, long dueAt, String name, int wanted) {
      List<Object> all = new ArrayList<>(List.of(until, dueAt));
      all.addAll(names(name));
      all.add(wanted);
      return all.toArray();
    }

    private List<String> names(String name) {
      return key.size() == 1
          ? List.of(name)
          : Arrays.asList(name.isEmpty() ? new String[] {"", ""} : name.split("/", 2));
    }
  }

  private record Row(long dueAt, String name, String text) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(row.getLong(1), row.getString(2), row.getString(3));
    }
  }

  List<VersionRecord> versions() throws SQLException {
    return upToNow(
        new Source<>(
            Unreadable.Kind.VERSION,
            "versions",
            List.of("image_id", "version"),
            RecordJson::version));
  }

  List<ImageRecord> images() throws SQLException {
    return upToNow(new Source<>(Unreadable.Kind.IMAGE, "images", List.of("id"), RecordJson::image));
  }

  /// Outcomes that a clock which was ahead put off come last.
  List<Outcome> outcomes() throws SQLException {
    Source<Outcome> outbox =
        new Source<>(Unreadable.Kind.OUTCOME, "outbox", List.of("id"), RecordJson::outcome);
    List<Outcome> found = upToNow(outbox);
    collect(outbox, PostgresInstant.nanos(Schedule.latestRetry(now)) + 1, Long.MAX_VALUE, found);
    return found;
  }

  private <T> List<T> upToNow(Source<T> source) throws SQLException {
    List<T> found = new ArrayList<>();
    collect(source, Long.MIN_VALUE, PostgresInstant.nanos(now), found);
    return found;
  }

  /// @param from rows due at this instant or later
  /// @param until and not later than this
  private <T> void collect(Source<T> source, long from, long until, List<T> found)
      throws SQLException {
    long dueAt = from;
    String name = "";
    while (found.size() < limit) {
      int wanted = limit - found.size();
      List<Row> page =
          new Sql(source.page(), source.parameters(until, dueAt, name, wanted))
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
      name = page.getLast().name();
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
