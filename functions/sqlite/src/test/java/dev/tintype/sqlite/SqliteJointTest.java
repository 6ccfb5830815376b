package dev.tintype.sqlite;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobStore;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlJobStore;
import dev.tintype.sql.SqlJointContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteJointTest extends SqlJointContract {

  @TempDir private Path folder;

  private SqliteDatabase database;
  private SqliteDatabase other;
  private SqliteQueue queue;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("tintype.db"));
    other = SqliteDatabase.open(folder.resolve("queue.db"));
    queue = queue(database);
  }

  private static SqliteQueue queue(SqliteDatabase database) {
    return new SqliteQueue(database, InstantSource.system(), 5);
  }

  @AfterEach
  void close() {
    other.close();
    database.close();
  }

  @Override
  protected JobStore store() {
    return new SqlJobStore(database, new SqliteDialect());
  }

  @Override
  protected JobQueue queue() {
    return queue;
  }

  @Override
  protected JobQueue elsewhere() {
    return queue(other);
  }

  @Override
  protected void refuseMessages() {
    Sql sql = new Sql("DROP TABLE messages");
    database.write("a test", sql::update);
  }
}
