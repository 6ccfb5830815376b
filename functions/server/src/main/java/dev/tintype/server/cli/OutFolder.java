package dev.tintype.server.cli;

import dev.tintype.server.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder `--out`: a fault of it is a fault of the command line.
final class OutFolder {

  private OutFolder() {}

  /// Makes it where it is not there.
  ///
  /// @throws InvalidSetting when it cannot be made or written
  static void make(Path out) throws IOException {
    if (out.toString().isEmpty()) {
      throw new InvalidSetting("--out cannot be empty: name a folder.");
    }
    try {
      Files.createDirectories(out);
    } catch (FileSystemException e) {
      throw new InvalidSetting("--out cannot be " + out + ": " + FileTrouble.of(e), e);
    }
    if (!Files.isWritable(out)) {
      throw new InvalidSetting("--out cannot be " + out + ": you may not write there.");
    }
  }
}
