package dev.tintype.postgres;

import dev.tintype.core.token.TokenContract;
import dev.tintype.core.token.TokenRows;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlTokenRows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresTokensTest extends TokenContract {

  private PostgresDatabase database;

  @BeforeEach
  void open() throws Exception {
    database = TestServer.open("tokens");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected TokenRows rows() {
    return new SqlTokenRows(database);
  }

  @Override
  protected String kept() {
    Sql sql = new Sql("SELECT tokens::text FROM tokens");
    return database.read("a test", c -> sql.rows(c, row -> row.getString(1))).toString();
  }
}
