package dev.tintype.cli.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The right to rewrite the contact sheet of a folder for results. The kernel ends it with the
/// process. Its file stays for the next run that wants it: whoever removed it here could leave two
/// runs with a lock each. Nothing else of this process may open the file, since closing it would
/// end the lock.
public final class SheetLock implements AutoCloseable {

  private final FileChannel channel;

  private SheetLock(FileChannel channel) {
    this.channel = channel;
  }

  static SheetLock take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.lock();
    return new SheetLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
