package dev.tintype.postgres;

import dev.tintype.sql.SqlDatabase;
import dev.tintype.sql.SqlDialect;
import dev.tintype.sql.SqlJobStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresJobStoreTest extends SqlJobStoreContract {

  private PostgresDatabase database;

  @BeforeEach
  void open() throws Exception {
    database = TestServer.open("jobs");
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
    return new PostgresDialect();
  }
}
