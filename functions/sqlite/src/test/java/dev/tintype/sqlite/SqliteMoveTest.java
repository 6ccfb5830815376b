package dev.tintype.sqlite;

import dev.tintype.core.flow.migrate.RecordMoveContract;
import java.nio.file.Path;

/// Moves records from one file to another.
final class SqliteMoveTest extends RecordMoveContract {

  @Override
  protected String from(Path empty) {
    return "sqlite:" + empty.resolve("old.db");
  }

  @Override
  protected String to(Path empty) {
    return "sqlite:" + empty.resolve("new.db");
  }
}
