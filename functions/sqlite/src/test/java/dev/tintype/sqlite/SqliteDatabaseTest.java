package dev.tintype.sqlite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.Race;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.sql.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteDatabaseTest {

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("tintype.db");
  }

  private SqliteDatabase open() {
    return SqliteDatabase.open(file());
  }

  private static List<String> texts(SqliteDatabase database, String sql) {
    return database.read(
        "a test", connection -> new Sql(sql).rows(connection, row -> row.getString(1)));
  }

  @Test
  void writesAreLoggedAheadAndTheLogIsSyncedByUs() {
    try (SqliteDatabase database = open()) {
      assertThat(texts(database, "PRAGMA journal_mode")).containsExactly("wal");
      assertThat(texts(database, "PRAGMA synchronous")).containsExactly("1");
      assertThat(
              database.<List<String>>write(
                  "a test", c -> new Sql("PRAGMA synchronous").rows(c, row -> row.getString(1))))
          .containsExactly("1");
    }
  }

  @Test
  void aWriteWhoseLogIsNotBroughtToDiskIsReported() throws Exception {
    try (SqliteDatabase database = open()) {
      database.write("a table", c -> new Sql("CREATE TABLE t (v TEXT)").update(c));
      Path log = folder.resolve("tintype.db-wal");
      Path aside = Files.move(log, folder.resolve("aside"));
      Files.createSymbolicLink(log, log);
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(
              () -> database.write("a row", c -> new Sql("INSERT INTO t VALUES ('x')").update(c)))
          .withMessageStartingWith("a row: it is unknown whether it is on disk");
      Files.delete(log);
      Files.move(aside, log);
      database.write("another row", c -> new Sql("INSERT INTO t VALUES ('y')").update(c));
      assertThat(texts(database, "SELECT v FROM t")).contains("y");
    }
  }

  @Test
  void aCheckpointMovesTheLogIntoTheFileWhileOthersRead() throws Exception {
    try (SqliteDatabase database = open()) {
      database.write("a table", c -> new Sql("CREATE TABLE t (v TEXT)").update(c));
      database.write("a row", c -> new Sql("INSERT INTO t VALUES ('kept')").update(c));
      Path copy = Files.copy(file(), folder.resolve("before.db"));
      assertThat(Files.readString(copy, ISO_8859_1)).doesNotContain("kept");
      database.read(
          "a reader",
          c -> {
            new Sql("SELECT v FROM t").rows(c, row -> row.getString(1));
            database.checkpoint();
            return true;
          });
      assertThat(Files.readString(file(), ISO_8859_1)).contains("kept");
      assertThat(texts(database, "PRAGMA wal_autocheckpoint")).containsExactly("8192");
      assertThat(texts(database, "PRAGMA journal_size_limit")).containsExactly("67108864");
    }
  }

  @Test
  void onlyTheOwnerMayReadTheFiles() throws Exception {
    try (SqliteDatabase _ = open();
        var files = Files.list(folder)) {
      assertThat(files.toList())
          .filteredOn(file -> !file.endsWith(SqliteLibrary.name()))
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void theSchemaIsMadeOnce() {
    open().close();
    try (SqliteDatabase database = open()) {
      assertThat(texts(database, "PRAGMA user_version")).containsExactly("1");
      assertThat(texts(database, "SELECT name FROM sqlite_schema WHERE type = 'table'"))
          .contains(
              "images", "versions", "idempotency", "outbox", "messages", "dead_letters", "tokens");
    }
  }

  @Test
  void whoOpensTogetherMakesOneSchema() throws Exception {
    Race.of(
        8,
        i ->
            () -> {
              open().close();
              return i;
            });
    try (SqliteDatabase database = open()) {
      assertThat(texts(database, "PRAGMA user_version")).containsExactly("1");
    }
  }

  @Test
  void aNewerSchemaIsRefusedAndLeftAlone() throws Exception {
    open().close();
    foreign("PRAGMA user_version = 99");
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("newer Tintype");
    foreign("SELECT count(*) FROM images");
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefusedAndLeftAlone() throws Exception {
    foreign("CREATE TABLE theirs (x)");
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another program");
    foreign("INSERT INTO theirs VALUES (1)");
  }

  @Test
  void anOlderSchemaIsMovedForwardWithItsRows() throws Exception {
    open().close();
    foreign("INSERT INTO outbox (id, due_at, record) VALUES ('a', 1, 'r')");
    migrate(List.of("ALTER TABLE outbox ADD COLUMN added TEXT DEFAULT 'x'"));
    try (Connection connection = connect()) {
      assertThat(
              new Sql("SELECT id || record || added FROM outbox")
                  .rows(connection, row -> row.getString(1)))
          .containsExactly("arx");
    }
    assertThatThrownBy(this::open).hasMessageContaining("has schema 2, this program knows 1");
  }

  @Test
  void aMigrationThatFailsChangesNothing() {
    open().close();
    assertThatThrownBy(() -> migrate(List.of("DROP TABLE outbox", "NO SQL")))
        .isInstanceOf(SQLException.class);
    try (SqliteDatabase database = open()) {
      assertThat(texts(database, "PRAGMA user_version")).containsExactly("1");
      assertThat(texts(database, "SELECT id FROM outbox")).isEmpty();
    }
  }

  private void migrate(List<String> second) throws SQLException {
    try (Connection connection = connect()) {
      SqliteSchema.prepare(connection, file(), List.of(SqliteSchema.FIRST, second));
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  private void foreign(String sql) throws SQLException {
    try (Connection connection = connect()) {
      Sql.execute(connection, sql);
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsUnavailable() throws Exception {
    Files.writeString(file(), "not a database, not a database, not a database".repeat(100));
    assertThatThrownBy(this::open).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aMissingFolderIsUnavailable() {
    assertThatThrownBy(() -> SqliteDatabase.open(folder.resolve("gone/tintype.db")))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aFailingWriteIsUndoneAndTheNextOneWorks() {
    try (SqliteDatabase database = open()) {
      Sql insert = new Sql("INSERT INTO outbox (id, due_at, record) VALUES (?, 1, '')", "first");
      assertThatThrownBy(() ->
              database.write(
                  "a test",
                  c -> {
                    insert.update(c);
                    throw new SQLException("broken");
                  }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a test");
      assertThatThrownBy(() ->
              database.write(
                  "a test",
                  c -> {
                    insert.update(c);
                    throw new UnsupportedOperationException("broken");
                  }))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(texts(database, "SELECT id FROM outbox")).isEmpty();
      assertThat(database.<Integer>write("a test", insert::update)).isEqualTo(1);
      assertThat(texts(database, "SELECT id FROM outbox")).containsExactly("first");
    }
  }

  @Test
  void readersDoNotWaitForAWriter() {
    try (SqliteDatabase database = open()) {
      List<String> seen =
          database.write(
              "a test",
              c -> {
                new Sql("INSERT INTO outbox (id, due_at, record) VALUES ('a', 1, '')").update(c);
                return texts(database, "SELECT id FROM outbox");
              });
      assertThat(seen).isEmpty();
      assertThat(texts(database, "SELECT id FROM outbox")).containsExactly("a");
    }
  }

  @Test
  void aClosedDatabaseSaysSo() {
    SqliteDatabase database = open();
    database.close();
    assertThatThrownBy(() -> texts(database, "SELECT 1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void faultsOfTheMachineAreUnavailableAndOurMistakesAreNot() {
    for (SQLiteErrorCode code :
        List.of(
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_IOERR_FSYNC,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_NOMEM,
            SQLiteErrorCode.SQLITE_CANTOPEN)) {
      assertThat(classified(code)).as("%s", code).isExactlyInstanceOf(StoreUnavailable.class);
    }
    assertThat(classified(SQLiteErrorCode.SQLITE_FULL))
        .isInstanceOf(dev.tintype.core.port.StorageFull.class);
    for (SQLiteErrorCode code :
        List.of(
            SQLiteErrorCode.SQLITE_ERROR,
            SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE,
            SQLiteErrorCode.SQLITE_MISUSE)) {
      assertThat(classified(code)).as("%s", code).isInstanceOf(IllegalStateException.class);
    }
  }

  private static RuntimeException classified(SQLiteErrorCode code) {
    return SqliteErrors.classify("a test", new SQLiteException("said", code));
  }
}
