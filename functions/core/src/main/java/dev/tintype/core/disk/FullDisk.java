package dev.tintype.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// Decides whether a file system had no room. It is the only place that reads the text of an error.
///
/// The JDK gives no value for it: `ENOSPC`, `EDQUOT` and `EFBIG` all arrive as a plain
/// [IOException] or [java.nio.file.FileSystemException], whose one trace of the error number is the
/// system's message (`sun.nio.fs.UnixException` keeps the number to itself). Free space alone does
/// not decide either: a quota is not part of it, and a large write can fail while some room is
/// left. So both are asked; the free space also holds where messages are not in English.
public final class FullDisk {

  /// What Linux says of `ENOSPC`, `EDQUOT` and `EFBIG` in English.
  private static final List<String> MESSAGES =
      List.of("No space left on device", "Disk quota exceeded", "File too large");

  private static final int TRIED_BYTES = 4096;

  private FullDisk() {}

  /// @param e the fault
  /// @param folder a folder of the file system that was written
  /// @param leastBytes a file system with fewer usable bytes counts as full
  public static boolean isCause(IOException e, Path folder, long leastBytes) {
    String message = String.valueOf(e.getMessage());
    return MESSAGES.stream().anyMatch(message::contains) || hasLess(folder, leastBytes);
  }

  /// @param folder a folder of the file system
  /// @return the bytes that this process may still write there
  /// @throws IOException when the folder is gone or the disk does not answer
  public static long usableBytes(Path folder) throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /// Tries out whether the file system takes one more file: free bytes say nothing of its inodes,
  /// nor of a quota.
  ///
  /// @param folder a folder that this process may write
  /// @return whether a small file could not be written for want of room
  /// @throws IOException when it could not be written for another reason
  public static boolean takesNoFile(Path folder) throws IOException {
    Path tried = folder.resolve(".room-" + UUID.randomUUID());
    try {
      Files.write(tried, new byte[TRIED_BYTES]);
      return false;
    } catch (IOException e) {
      if (isCause(e, folder, 0)) {
        return true;
      }
      throw e;
    } finally {
      Files.deleteIfExists(tried);
    }
  }

  /// @param folder a folder of the file system
  /// @return the bytes that the file system could hold if it were empty
  /// @throws IOException when the folder is gone or the disk does not answer
  public static long wholeBytes(Path folder) throws IOException {
    return Files.getFileStore(folder).getTotalSpace();
  }

  /// A file system that does not answer is not known to be full.
  private static boolean hasLess(Path folder, long bytes) {
    try {
      return usableBytes(folder) < bytes;
    } catch (IOException _) {
      return false;
    }
  }
}
