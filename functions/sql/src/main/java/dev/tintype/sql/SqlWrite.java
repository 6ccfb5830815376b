package dev.tintype.sql;

import java.sql.Connection;
import java.sql.SQLException;

/// One statement that writes, as a part of a transaction.
///
/// @param sql the statement
/// @param rule what must come of it
public record SqlWrite(Sql sql, Rule rule) {

  /// What must come of a statement.
  public enum Rule {
    /// It must change one row; else nothing of the transaction is applied. Applied a second time,
    /// it changes none.
    ONE_ROW,
    /// It may change any number of rows.
    ANY_ROWS,
    /// As [#ANY_ROWS], and to apply it twice is the same as to apply it once.
    REPEATABLE
  }

  /// @return whether the transaction can still be applied after the statement changed so many rows
  public boolean accepts(int rows) {
    return rule != Rule.ONE_ROW || rows == 1;
  }

  /// @return whether the transaction can still be applied
  boolean apply(Connection connection) throws SQLException {
    return accepts(sql.update(connection));
  }
}
