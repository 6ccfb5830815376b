package dev.tintype.sqlite;

import dev.tintype.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native library, unpacked once beside the database. Left alone, the driver unpacks a
/// copy into the machine's temporary folder at each start, and every process that is killed leaves
/// its copy there. A database on a file system that is mounted with `noexec` gets its library from
/// the temporary folder, where no copy stays.
final class SqliteLibrary {

  /// Where the driver looks first. It loads one library per JVM, so the first folder stays.
  private static final String FOLDER_PROPERTY = "org.sqlite.lib.path";

  private static final String NAME_PROPERTY = "org.sqlite.lib.name";

  private SqliteLibrary() {}

  /// Unpacks the library into a folder, unless it lies there intact or somebody said where another
  /// lies, and points the driver to it. Where the folder's file system executes nothing, it loads
  /// the library from the temporary folder at once.
  ///
  /// @throws IOException when the disk refuses, or the library can be loaded from neither folder
  static synchronized void unpackInto(Path folder) throws IOException {
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
    if (refusal(file).isEmpty()) {
      pointTo(file);
    } else {
      loadFromTemporaryFolder(library);
    }
  }

  /// What is loaded stays so when its file is deleted.
  private static void loadFromTemporaryFolder(byte[] library) throws IOException {
    Path file = Files.createTempFile("tintype-sqlite-", ".so").toAbsolutePath();
    try {
      Files.write(file, library);
      Optional<String> refusal = refusal(file);
      if (refusal.isPresent()) {
        throw new IOException(
            "SQLite's library can be loaded neither from the database's folder nor from the"
                + " temporary folder; one of them needs a mount without noexec: "
                + refusal.orElseThrow());
      }
      pointTo(file);
      SQLiteJDBCLoader.initialize();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("SQLite's driver does not start", e);
    } finally {
      Files.delete(file);
    }
  }

  private static void pointTo(Path file) {
    System.setProperty(NAME_PROPERTY, String.valueOf(file.getFileName()));
    System.setProperty(FOLDER_PROPERTY, String.valueOf(file.getParent()));
  }

  /// Loads a library, which the driver then finds loaded. The driver alone would log a stack trace
  /// where this answers.
  ///
  /// @param file an absolute path
  /// @return why it cannot be loaded
  @SuppressWarnings("restricted")
  private static Optional<String> refusal(Path file) {
    try {
      System.load(file.toString());
      return Optional.empty();
    } catch (UnsatisfiedLinkError e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
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
