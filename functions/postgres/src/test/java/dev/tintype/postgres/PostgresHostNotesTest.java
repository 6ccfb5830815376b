package dev.tintype.postgres;

import dev.tintype.core.hosts.HostNotes;
import dev.tintype.core.hosts.HostNotesContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresHostNotesTest extends HostNotesContract {

  private PostgresDatabase database;

  @BeforeEach
  void open() throws Exception {
    database = TestServer.open("notes");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected HostNotes notes() {
    return new PostgresHostNotes(database);
  }

  @Override
  protected void pass(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }
}
