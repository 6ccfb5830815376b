package dev.tintype.cli.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/// Where images come from. Safe for use by many threads.
public interface ImportSource {

  /// @return the source for people
  String name();

  /// Is told of what a source has.
  interface Visitor {
    /// A file.
    ///
    /// @return whether to go on
    boolean item(ImportItem item);

    /// A file that cannot be read.
    void unreadable(String name, String why);

    /// A file that is left out on purpose, such as a hidden one.
    void left(String name, String why);
  }

  /// Shows every file.
  ///
  /// @throws IOException when the source cannot be read
  /// @throws dev.tintype.core.port.StoreUnavailable when the source does not answer
  void each(Visitor visitor) throws IOException;

  /// Opens the beginning of a file.
  ///
  /// @param most how many bytes are wanted at most
  /// @return absent when the file is gone
  /// @throws IOException when it cannot be read
  Optional<InputStream> beginning(ImportItem item, int most) throws IOException;

  /// A file of this machine with the bytes of an item. Closing it removes what was fetched.
  ///
  /// @param path the file
  /// @param isFetched whether closing removes it
  record Local(Path path, boolean isFetched) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (isFetched) {
        java.nio.file.Files.deleteIfExists(path);
      }
    }
  }

  /// Brings a file to this machine.
  ///
  /// @return absent when the file is gone
  /// @throws IOException when it cannot be read
  Optional<Local> local(ImportItem item) throws IOException;
}
