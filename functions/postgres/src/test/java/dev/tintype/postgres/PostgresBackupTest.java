package dev.tintype.postgres;

import dev.tintype.core.flow.backup.BackupContract;
import java.nio.file.Path;

/// Backups of PostgreSQL databases.
final class PostgresBackupTest extends BackupContract {

  @Override
  protected String address(Path empty, String name) throws Exception {
    TestServer.create("backup_" + name);
    return TestServer.address("backup_" + name);
  }
}
