package dev.tintype.sqlite;

import dev.tintype.core.hosts.HostNotes;
import dev.tintype.sql.Nanos;
import dev.tintype.sql.Sql;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Notes of the processes of one machine, by the machine's clock. Safe for use by many threads and
/// processes.
final class SqliteHostNotes implements HostNotes {

  private static final String LIST =
      """
      SELECT name, note, written_at FROM host_notes
      WHERE substr(name, 1, length(?)) = ? ORDER BY name\
      """;

  private static final String WRITE =
      """
      INSERT INTO host_notes (name, note, written_at) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET note = excluded.note, written_at = excluded.written_at\
      """;

  private static final String ADD =
      """
      INSERT INTO host_notes (name, note, written_at) VALUES (?, ?, ?)
      ON CONFLICT (name) DO NOTHING\
      """;

  private static final String REPLACE =
      "UPDATE host_notes SET note = ?, written_at = ? WHERE name = ? AND note = ?";

  private final SqliteDatabase database;
  private final InstantSource clock;

  /// @param database kept open by its owner for as long as the notes are used
  /// @param clock the machine's
  SqliteHostNotes(SqliteDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<Note> list(String prefix) {
    Sql sql = new Sql(LIST, prefix, prefix);
    return database.read(
        "reading the notes of hosts",
        connection ->
            sql.rows(
                connection,
                row -> new Note(row.getString(1), row.getString(2), age(row.getLong(3)))));
  }

  private Duration age(long writtenAt) {
    Duration age = Duration.between(Nanos.instant(writtenAt), clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  private long now() {
    return Nanos.of(clock.instant());
  }

  @Override
  public void write(String name, String text) {
    Sql sql = new Sql(WRITE, name, text, now());
    database.write("writing the note of a host", sql::update);
  }

  @Override
  public boolean replace(String name, Optional<String> before, String text) {
    Sql sql =
        before
            .map(known -> new Sql(REPLACE, text, now(), name, known))
            .orElseGet(() -> new Sql(ADD, name, text, now()));
    return database.write("replacing the note of a host", sql::update) == 1;
  }

  @Override
  public void remove(String name) {
    Sql sql = new Sql("DELETE FROM host_notes WHERE name = ?", name);
    database.write("removing the note of a host", sql::update);
  }
}
