package dev.tintype.postgres;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobStore;
import dev.tintype.sql.SqlJobStore;
import dev.tintype.sql.SqlJointContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresJointTest extends SqlJointContract {

  private PostgresDatabase database;
  private PostgresDatabase other;
  private PostgresQueue queue;
  private PostgresQueue elsewhere;

  @BeforeEach
  void open() throws Exception {
    TestServer.create("joint");
    database = PostgresDatabase.open(TestServer.connections(TestServer.address("joint")));
    other = TestServer.open("joint_elsewhere");
    queue = new PostgresQueue(database, 5);
    elsewhere = new PostgresQueue(other, 5);
  }

  @AfterEach
  void close() {
    elsewhere.close();
    queue.close();
    other.close();
    database.close();
  }

  @Override
  protected JobStore store() {
    return new SqlJobStore(database, new PostgresDialect());
  }

  @Override
  protected JobQueue queue() {
    return queue;
  }

  @Override
  protected JobQueue elsewhere() {
    return elsewhere;
  }

  @Override
  protected void refuseMessages() throws Exception {
    TestServer.execute("joint", "DROP TABLE messages");
  }
}
