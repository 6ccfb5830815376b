package dev.tintype.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tintype.core.DigestSet;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Which files were imported, one line of JSON for each in a file that only grows, so that a later
/// run leaves them out. A line that a kill cut off is passed over: the file is imported again under
/// the same idempotency key. Safe for use by many threads.
public final class ImportState implements AutoCloseable {

  private final DigestSet imported = new DigestSet();
  private final FileChannel channel;
  private final Writer writer;

  private ImportState(FileChannel channel) {
    this.channel = channel;
    this.writer = Channels.newWriter(channel, UTF_8);
  }

  /// Reads what earlier runs imported.
  ///
  /// @throws InvalidSetting when another run uses the file
  /// @throws IOException when it cannot be read or written
  public static ImportState open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (!isOurs(channel)) {
      channel.close();
      throw new InvalidSetting(
          "Another 'tintype import' uses %s: wait for it, or name another file with --state."
              .formatted(file));
    }
    ImportState state = new ImportState(channel);
    state.read(file);
    return state;
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private void read(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read(line);
      }
    }
    if (Files.size(file) > 0) {
      // What follows must not continue a line that was cut off.
      writer.write('\n');
    }
  }

  private void read(String line) {
    try {
      JsonObject json = Json.parse(line);
      imported.add(
          new ImportItem(
                  json.text("name"), json.integer("bytes", 0, Long.MAX_VALUE), json.text("stamp"))
              .digest());
    } catch (MalformedJson _) {
      // An empty line, or one that was cut off.
    }
  }

  /// @return whether the file was imported as it is
  synchronized boolean has(ImportItem item) {
    return imported.contains(item.digest());
  }

  /// Notes that a file was imported.
  ///
  /// @param id the id of its image
  /// @throws IOException when it cannot be written
  synchronized void add(ImportItem item, String id) throws IOException {
    writer.write(
        Json.write(
                Json.object()
                    .put("name", item.name())
                    .put("bytes", item.bytes())
                    .put("stamp", item.stamp())
                    .put("id", id))
            + "\n");
    writer.flush();
    imported.add(item.digest());
  }

  @Override
  public void close() throws IOException {
    writer.close();
    channel.close();
  }
}
