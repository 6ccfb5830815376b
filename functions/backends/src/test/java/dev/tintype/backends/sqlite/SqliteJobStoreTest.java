package dev.tintype.backends.sqlite;

import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobStoreTest extends JobStoreContract {

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
  protected JobStore store() {
    return new SqliteJobStore(database);
  }
}
