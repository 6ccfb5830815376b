package dev.tintype.sqlite;

import dev.tintype.core.flow.backup.BackupContract;
import java.nio.file.Path;

/// Backups of SQLite files.
final class SqliteBackupTest extends BackupContract {

  @Override
  protected String address(Path empty, String name) {
    return "sqlite:" + empty.resolve(name + ".db");
  }
}
