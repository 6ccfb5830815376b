package dev.tintype.server.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// The right to rewrite the contact sheet of a folder for results. Its file is removed with it; the
/// kernel ends it with the process.
public final class SheetLock implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;

  private SheetLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static SheetLock take(Path file) throws IOException {
    for (; ; ) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      if (isStill(file, channel)) {
        return new SheetLock(file, channel);
      }
      channel.close();
    }
  }

  /// Whether the file that was locked is still the one of that name: who had the lock before may
  /// have removed it.
  private static boolean isStill(Path file, FileChannel channel) throws IOException {
    String mark = UUID.randomUUID().toString();
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.UTF_8)), 0);
    try {
      return Files.readString(file).equals(mark);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }
}
