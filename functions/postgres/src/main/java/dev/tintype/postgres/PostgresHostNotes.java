package dev.tintype.postgres;

import dev.tintype.core.hosts.HostNotes;
import dev.tintype.sql.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Notes of hosts in a PostgreSQL database, by the server's clock. Safe for use by many threads,
/// processes and hosts.
final class PostgresHostNotes implements HostNotes {

  private static final String LIST =
      """
      SELECT name, note,
        greatest(0, (extract(epoch FROM clock_timestamp() - written_at) * 1000000)::bigint)
      FROM host_notes WHERE starts_with(name, ?) ORDER BY name\
      """;

  private static final String WRITE =
      """
      INSERT INTO host_notes (name, note, written_at) VALUES (?, ?, clock_timestamp())
      ON CONFLICT (name) DO UPDATE SET note = excluded.note, written_at = excluded.written_at\
      """;

  private static final String ADD =
      """
      INSERT INTO host_notes (name, note, written_at) VALUES (?, ?, clock_timestamp())
      ON CONFLICT (name) DO NOTHING\
      """;

  private static final String REPLACE =
      "UPDATE host_notes SET note = ?, written_at = clock_timestamp() WHERE name = ? AND note = ?";

  private final PostgresDatabase database;

  /// @param database kept open by its owner for as long as the notes are used
  PostgresHostNotes(PostgresDatabase database) {
    this.database = database;
  }

  @Override
  public List<Note> list(String prefix) {
    Sql sql = new Sql(LIST, prefix);
    return database.read(
        "reading the notes of hosts",
        connection ->
            sql.rows(
                connection,
                row ->
                    new Note(
                        row.getString(1),
                        row.getString(2),
                        Duration.ofNanos(row.getLong(3) * 1_000))));
  }

  @Override
  public void write(String name, String text) {
    Sql sql = new Sql(WRITE, name, text);
    database.write("writing the note of a host", sql::update);
  }

  @Override
  public boolean replace(String name, Optional<String> before, String text) {
    Sql sql =
        before
            .map(known -> new Sql(REPLACE, text, name, known))
            .orElseGet(() -> new Sql(ADD, name, text));
    return database.writeIf("replacing the note of a host", c -> sql.update(c) == 1);
  }

  @Override
  public void remove(String name) {
    Sql sql = new Sql("DELETE FROM host_notes WHERE name = ?", name);
    database.write("removing the note of a host", sql::update);
  }
}
