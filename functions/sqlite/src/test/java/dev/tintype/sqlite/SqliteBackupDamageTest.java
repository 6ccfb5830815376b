package dev.tintype.sqlite;

import dev.tintype.core.flow.backup.BackupDamageContract;
import java.nio.file.Path;

/// Damaged backups of SQLite files.
final class SqliteBackupDamageTest extends BackupDamageContract {

  @Override
  protected String address(Path empty, String name) {
    return "sqlite:" + empty.resolve(name + ".db");
  }
}
