package dev.tintype.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlTransfer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The triggers that stop writes.
final class FreezeTest {

  private static final Mark FROZEN =
      new Mark(
          State.FROZEN, "run", "id", "another store", "other", Instant.EPOCH, Optional.empty());

  @TempDir private Path folder;

  private SqliteDatabase database;
  private SqlTransfer transfer;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("tintype.db"));
    transfer = new SqlTransfer(database, new SqliteMoves(), "sqlite:test");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private long triggers() {
    Sql sql = new Sql("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'frozen%'");
    return database.read("a test", c -> sql.row(c, row -> row.getLong(1))).orElseThrow();
  }

  @Test
  void aStoreThatIsNotMovedHasNone() {
    assertThat(triggers()).isZero();
    assertThat(transfer.mark(Mark.NONE, FROZEN)).isTrue();
    assertThat(triggers()).isEqualTo(24);
    Mark open = new Mark(State.OPEN, "run", "id", "", "", Instant.EPOCH, Optional.empty());
    assertThat(transfer.mark(Mark.NONE, open)).as("another mark").isFalse();
    assertThat(transfer.mark(FROZEN, open)).isTrue();
    assertThat(triggers()).isZero();
  }

  @Test
  void aProgramThatKnowsNoMarkCannotWriteEither() throws SQLException {
    String file = "jdbc:sqlite:" + folder.resolve("tintype.db");
    try (Connection older = DriverManager.getConnection(file)) {
      Rows.insert(older, "INSERT INTO outbox (id, due_at, record) VALUES ('a', 1, '{}')");
      assertThat(transfer.mark(Mark.NONE, FROZEN)).isTrue();
      for (String write :
          List.of(
              "INSERT INTO outbox (id, due_at, record) VALUES ('b', 1, '{}')",
              "INSERT INTO outbox (id, due_at, record) VALUES ('a', 1, '{}') ON CONFLICT DO NOTHING",
              "UPDATE outbox SET due_at = 2",
              "DELETE FROM outbox")) {
        assertThatThrownBy(() -> Rows.insert(older, write)).isInstanceOf(SQLException.class);
      }
    }
  }
}
