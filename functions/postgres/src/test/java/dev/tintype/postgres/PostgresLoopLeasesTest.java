package dev.tintype.postgres;

import dev.tintype.core.port.LoopLeases;
import dev.tintype.core.port.LoopLeasesContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresLoopLeasesTest extends LoopLeasesContract {

  private PostgresDatabase database;

  @BeforeEach
  void open() throws Exception {
    database = TestServer.open("leases");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected LoopLeases leases() {
    return new PostgresLoopLeases(database);
  }

  @Override
  protected void pass(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }
}
