package dev.tintype.sqlite;

import dev.tintype.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native library, unpacked once beside the database. Left alone, the driver unpacks a
/// copy into the machine's temporary folder at each start, and every process that is killed leaves
/// its copy there.
final class SqliteLibrary {

  /// Where the driver looks first. It loads one library per JVM, so the first folder stays.
  private static final String FOLDER_PROPERTY = "org.sqlite.lib.path";

  private static final String NAME_PROPERTY = "org.sqlite.lib.name";

  private SqliteLibrary() {}

  /// Unpacks the library into a folder, unless it lies there intact or somebody said where another
  /// lies, and points the driver to it.
  static void unpackInto(Path folder) throws IOException {
    if (System.getProperty(FOLDER_PROPERTY) != null) {
      return;
    }
    byte[] library = bundled();
    Path file = folder.resolve(name());
    if (!isIntact(file, library)) {
      Path temp = folder.resolve("." + UUID.randomUUID() + ".so");
      try {
        Files.write(temp, library);
        Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temp);
      }
    }
    System.setProperty(NAME_PROPERTY, name());
    System.setProperty(FOLDER_PROPERTY, folder.toString());
  }

  /// @return the file's name, which tells version and processor
  static String name() {
    String folder = LibraryLoaderUtil.getNativeLibResourcePath();
    return ".sqlite-"
        + SQLiteJDBCLoader.getVersion()
        + "-"
        + folder.substring(folder.lastIndexOf('/') + 1)
        + ".so";
  }

  private static byte[] bundled() throws IOException {
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("SQLite is not bundled for this machine: no " + resource);
      }
      return in.readAllBytes();
    }
  }

  private static boolean isIntact(Path file, byte[] library) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in).equals(Sha256.of(library));
    }
  }
}
