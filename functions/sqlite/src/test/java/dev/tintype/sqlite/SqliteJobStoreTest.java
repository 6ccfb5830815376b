package dev.tintype.sqlite;

import dev.tintype.sql.SqlDatabase;
import dev.tintype.sql.SqlDialect;
import dev.tintype.sql.SqlJobStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobStoreTest extends SqlJobStoreContract {

  private SqliteDatabase database;

  @BeforeEach
  void open(@TempDir Path folder) {
    database = SqliteDatabase.open(folder.resolve("tintype.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected SqlDatabase database() {
    return database;
  }

  @Override
  protected SqlDialect dialect() {
    return new SqliteDialect();
  }
}
