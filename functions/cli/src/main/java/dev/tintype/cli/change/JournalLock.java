package dev.tintype.cli.change;

import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The exclusive right to use a journal. The kernel releases it when the process ends. Its file
/// lies beside the journal and is never deleted, because deleting it could give two runs a lock
/// each.
final class JournalLock implements AutoCloseable {

  private final FileChannel channel;

  private JournalLock(FileChannel channel) {
    this.channel = channel;
  }

  static Path file(Path journal) {
    return journal.resolveSibling(journal.getFileName() + ".lock");
  }

  /// @throws InvalidSetting when another run has it
  static JournalLock take(Path journal) throws IOException {
    FileChannel channel =
        FileChannel.open(file(journal), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean isOurs = false;
    try {
      isOurs = channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      // Another thread of this process has it.
    } finally {
      if (!isOurs) {
        channel.close();
      }
    }
    if (!isOurs) {
      throw new InvalidSetting(
          "Another 'tintype reprocess' uses the journal %s. Wait until it ends, stop it, or name another file with --journal."
              .formatted(journal));
    }
    return new JournalLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
