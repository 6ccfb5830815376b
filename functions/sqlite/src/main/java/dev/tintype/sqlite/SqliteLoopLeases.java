package dev.tintype.sqlite;

import dev.tintype.core.port.LoopLeases;
import dev.tintype.sql.Nanos;
import dev.tintype.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Leases of the processes of one machine. All of them have the machine's clock, so it is the
/// store's clock as well. Safe for use by many threads and processes.
final class SqliteLoopLeases implements LoopLeases {

  private static final String HOLD =
      """
      INSERT INTO loop_leases (name, holder, ends_at) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at
      WHERE holder = excluded.holder OR ends_at <= ?\
      """;

  private final SqliteDatabase database;
  private final InstantSource clock;

  /// @param database kept open by its owner for as long as the leases are used
  /// @param clock the machine's
  SqliteLoopLeases(SqliteDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public boolean hold(String name, String holder, Duration time) {
    LoopLeases.check(name, holder, time);
    return database.writeIf(
        "taking the lease of a loop",
        connection -> {
          Instant now = clock.instant();
          return new Sql(HOLD, name, holder, Nanos.of(now.plus(time)), Nanos.of(now))
                  .update(connection)
              == 1;
        });
  }

  @Override
  public void release(String name, String holder) {
    Sql sql = new Sql("DELETE FROM loop_leases WHERE name = ? AND holder = ?", name, holder);
    database.write("giving up the lease of a loop", sql::update);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}
