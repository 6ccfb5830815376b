package dev.tintype.cli.report;

import dev.tintype.core.flow.verify.VerifyCursor;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The position of a verification, stored in a file between runs.
///
/// @param file the file; absent when the position is not stored
public record CursorFile(Optional<Path> file) {

  /// @return where to continue; the beginning when nothing is stored
  public VerifyCursor read() throws IOException {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return VerifyCursor.START;
    }
    try {
      return VerifyCursor.parse(Files.readString(file.get()).strip());
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(file.get() + " is not a cursor file of 'tintype verify'.");
    }
  }

  /// Stores the position by replacing the file; removes the file at the end.
  public void write(Optional<VerifyCursor> cursor) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    if (cursor.isEmpty()) {
      Files.deleteIfExists(file.get());
      return;
    }
    Path fresh = file.get().resolveSibling(file.get().getFileName() + ".new");
    Files.writeString(fresh, cursor.get().text() + "\n");
    Files.move(fresh, file.get(), StandardCopyOption.ATOMIC_MOVE);
  }
}
