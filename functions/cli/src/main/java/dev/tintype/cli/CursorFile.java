package dev.tintype.cli;

import dev.tintype.core.flow.verify.VerifyCursor;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// How far a verification has come, kept in a file from one run to the next.
///
/// @param file where; absent when nobody wants it kept
record CursorFile(Optional<Path> file) {

  /// @return where to go on; the beginning when nothing was kept
  VerifyCursor read() throws IOException {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return VerifyCursor.START;
    }
    try {
      return VerifyCursor.parse(Files.readString(file.get()).strip());
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(file.get() + " is no cursor of 'tintype verify'.");
    }
  }

  /// Keeps it, replacing what was kept whole; removes the file at the end.
  void write(Optional<VerifyCursor> cursor) throws IOException {
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
