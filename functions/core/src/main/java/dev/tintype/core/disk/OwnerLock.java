package dev.tintype.core.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that its owner keeps locked while it lives. The kernel ends the lock with the process,
/// however that ends.
///
/// POSIX ties a lock to the process: when a process closes any handle of the file, it loses all its
/// locks on that file. So a process must never look at a lock of its own.
public final class OwnerLock implements AutoCloseable {

  private final FileChannel channel;

  private OwnerLock(FileChannel channel) {
    this.channel = channel;
  }

  /// What is known of the owner of a lock file.
  public enum Owner {
    /// Another process holds the lock.
    LIVING,
    /// The file is there, and nobody holds its lock.
    DEAD,
    /// There is no such file.
    NONE
  }

  /// Makes the file and locks it.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException when it is there
  /// @throws IOException when the disk refuses
  public static OwnerLock take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      channel.lock();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new OwnerLock(channel);
  }

  /// Finds out whether another process holds the lock.
  ///
  /// @param file the lock file of another process
  /// @throws IOException when the disk does not answer
  public static Owner owner(Path file) throws IOException {
    return ifDead(file, () -> {});
  }

  /// Does something while nobody else can take the lock, if the owner is dead.
  static Owner ifDead(Path file, Runnable cleanup) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock free = channel.tryLock()) {
      if (free == null) {
        return Owner.LIVING;
      }
      cleanup.run();
      return Owner.DEAD;
    } catch (NoSuchFileException _) {
      return Owner.NONE;
    }
  }

  /// @return whether the lock is held still
  boolean isHeld() {
    return channel.isOpen();
  }

  /// Gives the lock up; the file stays.
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
