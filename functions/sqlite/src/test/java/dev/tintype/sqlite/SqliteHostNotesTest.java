package dev.tintype.sqlite;

import dev.tintype.core.hosts.HostNotes;
import dev.tintype.core.hosts.HostNotesContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteHostNotesTest extends HostNotesContract {

  private Instant now = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir private Path folder;
  private SqliteDatabase database;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("tintype.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected HostNotes notes() {
    return new SqliteHostNotes(database, () -> now);
  }

  @Override
  protected void pass(Duration time) {
    now = now.plus(time);
  }
}
