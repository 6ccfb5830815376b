package dev.tintype.cli.backup;

import dev.tintype.core.flow.backup.BackupLock;
import dev.tintype.core.flow.backup.BackupRefused;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The lock of a folder of backups, a file in it that stays. The kernel ends the lock with the
/// process.
final class FolderLock implements BackupLock {

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws BackupRefused when another process holds it
  static FolderLock take(Path folder) {
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve("backup.lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      if (!isTaken(channel)) {
        channel.close();
        throw new BackupRefused(
            "Another command works on the backups in " + folder + ": wait for it, or end it.");
      }
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new StoreUnavailable("the folder " + folder + " cannot be locked: " + e, e);
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      // Another thread of this process has it.
      return false;
    }
  }

  @Override
  public boolean isLost() {
    return !channel.isOpen();
  }

  @Override
  public boolean isLostNow() {
    return isLost();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreUnavailable("the lock of a folder of backups cannot be given up: " + e, e);
    }
  }
}
