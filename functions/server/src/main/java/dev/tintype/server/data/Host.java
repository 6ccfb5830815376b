package dev.tintype.server.data;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.server.settings.FileTrouble;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/// The name of one data folder on one machine, to tell its processes from those of other hosts. It
/// stays the same when a process, or the machine, is started again.
///
/// @param machine the machine's host name, for people
/// @param id 12 hex digits. They come from a random name in the data folder and from the machine's
///   host name, so that a copy of the folder on another machine is another host
public record Host(String machine, String id) {

  private static final Path MACHINE = Path.of("/proc/sys/kernel/hostname");
  private static final int ID_LENGTH = 12;

  /// Reads the name of a data folder, or makes it at the first call.
  ///
  /// @param folder exists and can be written
  /// @throws FolderUnusable when the name cannot be read or written
  public static Host of(DataFolder folder) {
    try {
      String machine = Files.readString(MACHINE).strip();
      String seed = seed(folder.host());
      return new Host(machine, Sha256.of(seed + "\n" + machine).hex().substring(0, ID_LENGTH));
    } catch (FileSystemException e) {
      throw new FolderUnusable(folder, FileTrouble.of(e), e);
    } catch (IOException e) {
      throw new StoreUnavailable("the name of this host cannot be read: " + e, e);
    }
  }

  /// Answers the random name. Of several processes that make it at once, one wins.
  private static String seed(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException _) {
      return made(file);
    }
  }

  private static String made(Path file) throws IOException {
    String seed = UUID.randomUUID().toString();
    Path fresh =
        Files.createFile(
            file.resolveSibling(file.getFileName() + "." + seed),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, seed + "\n");
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException _) {
      return Files.readString(file).strip();
    } finally {
      Files.delete(fresh);
    }
    return seed;
  }

  /// @return the name by which this host holds leases
  public String holder() {
    return machine + "-" + id;
  }
}
