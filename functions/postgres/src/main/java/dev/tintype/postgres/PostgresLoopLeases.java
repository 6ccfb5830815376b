package dev.tintype.postgres;

import dev.tintype.core.port.LoopLeases;
import dev.tintype.sql.Sql;
import java.time.Duration;
import java.time.Instant;

/// Leases for loops in a PostgreSQL database, by the server's clock. Safe for use by many threads,
/// processes and hosts.
final class PostgresLoopLeases implements LoopLeases {

  /// Another holder's row is overwritten only when its time has passed. Two that come at once meet
  /// at the row, and the second sees what the first one wrote.
  private static final String HOLD =
      """
      INSERT INTO loop_leases AS lease (name, holder, held_until)
      VALUES (?, ?, clock_timestamp() + ? * interval '1 microsecond')
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
      WHERE lease.holder = excluded.holder OR lease.held_until <= clock_timestamp()\
      """;

  private final PostgresDatabase database;

  /// @param database kept open by its owner for as long as the leases are used
  PostgresLoopLeases(PostgresDatabase database) {
    this.database = database;
  }

  @Override
  public boolean hold(String name, String holder, Duration time) {
    LoopLeases.check(name, holder, time);
    Sql sql = new Sql(HOLD, name, holder, Micros.of(time));
    return database.write("taking the lease of a loop", sql::update) == 1;
  }

  @Override
  public void release(String name, String holder) {
    Sql sql = new Sql("DELETE FROM loop_leases WHERE name = ? AND holder = ?", name, holder);
    database.write("releasing the lease of a loop", sql::update);
  }

  @Override
  public Instant now() {
    Sql sql = new Sql("SELECT " + Micros.SINCE_1970.formatted("clock_timestamp()"));
    return database
        .read("asking for the time", c -> sql.row(c, row -> Micros.instant(row.getLong(1))))
        .orElseThrow();
  }
}
