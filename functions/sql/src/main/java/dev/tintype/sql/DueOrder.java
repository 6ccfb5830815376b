package dev.tintype.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The rows of one table that are due some day, soonest first, page by page.
///
/// @param table its name
/// @param key the columns of its primary key, which are texts
/// @param tie tells apart rows that are due at the same instant
record DueOrder(String table, List<String> key, SqlDialect.Tie tie) {

  static DueOrder of(String table, List<String> key, SqlDialect dialect) {
    return new DueOrder(table, key, dialect.tie(key));
  }

  /// A place in the order.
  ///
  /// @param dueAt nanoseconds since 1970
  /// @param tie the values that tell apart what is due then
  record Place(long dueAt, List<Object> tie) {}

  /// A row.
  ///
  /// @param place its place
  /// @param name the values of its key, with a slash between
  /// @param text its record
  record Row(Place place, String name, String text) {}

  /// @return the place before everything that is due at an instant or later
  Place from(long dueAt) {
    return new Place(dueAt, tie.first());
  }

  /// @param condition what the rows fulfil besides
  /// @param parameters those of the condition
  Sql page(String condition, List<Object> parameters, Place after, int limit) {
    String order = "due_at, " + String.join(", ", tie.columns());
    List<Object> all = new ArrayList<>(parameters);
    all.add(after.dueAt());
    all.addAll(after.tie());
    all.add(limit);
    return new Sql(
        "SELECT %s, %s, record FROM %s WHERE %s AND (%s) > (%s) ORDER BY %s LIMIT ?"
            .formatted(
                order,
                String.join(" || '/' || ", key),
                table,
                condition,
                order,
                String.join(", ", Collections.nCopies(tie.columns().size() + 1, "?")),
                order),
        all.toArray());
  }

  Row row(ResultSet row) throws SQLException {
    List<Object> place = new ArrayList<>();
    for (int i = 0; i < tie.columns().size(); i++) {
      place.add(row.getObject(i + 2));
    }
    int next = tie.columns().size() + 2;
    return new Row(new Place(row.getLong(1), place), row.getString(next), row.getString(next + 1));
  }
}
