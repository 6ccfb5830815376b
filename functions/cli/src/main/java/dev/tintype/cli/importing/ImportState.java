package dev.tintype.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tintype.core.DigestSet;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Which files were imported, one line of JSON for each in a file that only grows, so that a later
/// run leaves them out. A line that a kill cut off is passed over: the file is imported again under
/// the same idempotency key. Safe for use by many threads.
public final class ImportState implements AutoCloseable {

  /// How every line of such a file begins.
  private static final String START = "{\"name\":";

  private final DigestSet imported = new DigestSet();
  private final FileChannel channel;
  private final Writer writer;

  /// Whether what follows would continue a line that was cut off.
  private boolean isCut;

  private ImportState(FileChannel channel) {
    this.channel = channel;
    this.writer = Channels.newWriter(channel, UTF_8);
  }

  /// Reads what earlier runs imported.
  ///
  /// @throws InvalidSetting when another run uses the file, or it is no such file; it is unchanged
  /// @throws IOException when it cannot be read or written
  public static ImportState open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!isOurs(channel)) {
      channel.close();
      throw new InvalidSetting(
          "Another 'tintype import' uses %s: wait for it, or name another file with --state."
              .formatted(file));
    }
    ImportState state = new ImportState(channel);
    try {
      state.read(file);
      return state;
    } catch (IOException | InvalidSetting e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private void read(Path file) throws IOException {
    isCut = !endsWithLine();
    // Closing another channel of this file would end the lock. A reader of this kind replaces what
    // is no UTF-8: a line may be cut off inside a character.
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), UTF_8));
    String line = lines.readLine();
    if (line != null && !line.startsWith(START)) {
      throw new InvalidSetting(
          "%s is no state file of 'tintype import': name another one with --state."
              .formatted(file));
    }
    for (; line != null; line = lines.readLine()) {
      read(line);
    }
  }

  private boolean endsWithLine() throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() == 0
        || (channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n');
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
    if (isCut) {
      writer.write('\n');
      isCut = false;
    }
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
