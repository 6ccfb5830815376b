package dev.tintype.sql;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.JobStore.DueWork;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What is due in one table after the other, oldest first. Rows that cannot be read are stepped
/// over, page by page, until enough others were found.
final class DueRows {

  private final Connection connection;
  private final SqlDialect dialect;
  private final Instant now;
  private final int limit;
  private final List<Unreadable> unreadable = new ArrayList<>();

  DueRows(Connection connection, SqlDialect dialect, Instant now, int limit) {
    this.connection = connection;
    this.dialect = dialect;
    this.now = now;
    this.limit = limit;
  }

  /// Where the rows of a kind are.
  private record Source<T>(Unreadable.Kind kind, DueOrder order, Function<JsonObject, T> codec) {}

  List<VersionRecord> versions() throws SQLException {
    return upToNow(
        new Source<>(
            Unreadable.Kind.VERSION,
            DueOrder.of("versions", List.of("image_id", "version"), dialect),
            RecordJson::version));
  }

  List<ImageRecord> images() throws SQLException {
    return upToNow(
        new Source<>(
            Unreadable.Kind.IMAGE,
            DueOrder.of("images", List.of("id"), dialect),
            RecordJson::image));
  }

  /// Outcomes that a clock which was ahead put off come last.
  List<Outcome> outcomes() throws SQLException {
    Source<Outcome> outbox =
        new Source<>(
            Unreadable.Kind.OUTCOME,
            DueOrder.of("outbox", List.of("id"), dialect),
            RecordJson::outcome);
    List<Outcome> found = upToNow(outbox);
    collect(outbox, Nanos.of(Schedule.latestRetry(now)) + 1, Long.MAX_VALUE, found);
    return found;
  }

  private <T> List<T> upToNow(Source<T> source) throws SQLException {
    List<T> found = new ArrayList<>();
    collect(source, Long.MIN_VALUE, Nanos.of(now), found);
    return found;
  }

  /// @param from rows due at this instant or later
  /// @param until and not later than this
  private <T> void collect(Source<T> source, long from, long until, List<T> found)
      throws SQLException {
    DueOrder order = source.order();
    DueOrder.Place last = order.from(from);
    while (found.size() < limit) {
      int wanted = limit - found.size();
      List<DueOrder.Row> page =
          order.page("due_at <= ?", List.of(until), last, wanted).rows(connection, order::row);
      for (DueOrder.Row row : page) {
        Unreadable.readOrSkip(
                source.kind(),
                row.name(),
                () -> source.codec().apply(Json.parse(row.text())),
                this::skip)
            .ifPresent(found::add);
      }
      if (page.size() < wanted) {
        return;
      }
      last = page.getLast().place();
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
