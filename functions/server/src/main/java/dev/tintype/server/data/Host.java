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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/// The name of one data folder under one running kernel, to tell its processes from those of other
/// hosts. Processes with one name see each other's file locks, so a lock tells who is dead. The
/// name stays the same when a process is started again. It changes when the machine is.
///
/// @param machine the machine's host name, for people
/// @param id 12 hex digits. They come from a random name in the data folder, the file that holds
///   it, the machine's host name and the kernel's boot id. A copy of the folder has another file,
///   and a copy of the machine another boot id, so each is another host
public record Host(String machine, String id) {

  private static final Path MACHINE = Path.of("/proc/sys/kernel/hostname");
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int ID_LENGTH = 12;

  /// Reads the name of a data folder, or makes it at the first call.
  ///
  /// @param folder exists and can be written
  /// @throws FolderUnusable when the name cannot be read or written
  public static Host of(DataFolder folder) {
    return of(folder, BOOT);
  }

  /// @param boot holds the kernel's boot id
  static Host of(DataFolder folder, Path boot) {
    try {
      String machine = Files.readString(MACHINE).strip();
      String seed = seed(folder.host());
      String all = String.join("\n", seed, machine, key(folder.host()), bootId(boot));
      return new Host(machine, Sha256.of(all).hex().substring(0, ID_LENGTH));
    } catch (FileSystemException e) {
      throw new FolderUnusable(folder, FileTrouble.of(e), e);
    } catch (IOException e) {
      throw new StoreUnavailable("the name of this host cannot be read: " + e, e);
    }
  }

  /// @return the device and the number of a file, which a copy does not have
  private static String key(Path file) throws IOException {
    return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  /// Without a boot id nobody can tell one kernel from another, so each call answers another name.
  private static String bootId(Path boot) throws IOException {
    try {
      return Files.readString(boot).strip();
    } catch (NoSuchFileException _) {
      return UUID.randomUUID().toString();
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
