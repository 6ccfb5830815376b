package dev.tintype.postgres;

import dev.tintype.core.flow.migrate.RecordMoveContract;
import java.nio.file.Path;

/// Moves records from PostgreSQL to a SQLite file.
final class MoveFromPostgresTest extends RecordMoveContract {

  @Override
  protected String from(Path empty) throws Exception {
    TestServer.create("moved_from");
    return TestServer.address("moved_from");
  }

  @Override
  protected int stride() {
    return 5;
  }

  @Override
  protected String to(Path empty) {
    return "sqlite:" + empty.resolve("new.db");
  }
}
