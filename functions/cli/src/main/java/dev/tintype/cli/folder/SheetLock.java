package dev.tintype.cli.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The exclusive right to rewrite the contact sheet of an output folder. The kernel releases it
/// when the process ends. The lock file is never deleted, because deleting it could give two runs a
/// lock each. No other code in this process may open the file, because closing it would release the
/// lock.
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
