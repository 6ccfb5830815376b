package dev.tintype.server.data;

import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/// The exclusive right to run the server of a data folder. The kernel releases it when the process
/// ends.
public final class ServerLock implements AutoCloseable {

  private final FileChannel channel;

  private ServerLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws FolderInUse when another server has it
  /// @throws StoreUnavailable when the folder cannot be written
  public static ServerLock take(DataFolder folder) {
    try {
      FileChannel channel =
          FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new ServerLock(channel);
      }
      channel.close();
      throw new FolderInUse(folder);
    } catch (IOException e) {
      throw new StoreUnavailable("the lock " + folder.lock() + " cannot be taken: " + e, e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreUnavailable("the server's lock cannot be given up", e);
    }
  }
}
