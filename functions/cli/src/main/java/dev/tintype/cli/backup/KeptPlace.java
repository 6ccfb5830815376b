package dev.tintype.cli.backup;

import dev.tintype.core.disk.OwnedFolder;
import dev.tintype.core.disk.PrivateFolder;
import dev.tintype.core.flow.backup.BackupLock;
import dev.tintype.core.flow.backup.BackupPlace;
import dev.tintype.core.flow.backup.BackupRefused;
import dev.tintype.core.flow.backup.ObjectLock;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Opening;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/// A place of backups that one command has for itself. For one thread.
public final class KeptPlace implements AutoCloseable {

  private static final String PREFIX = "backup-";

  private final Opening opening;
  private final OwnedFolder work;
  private final BackupPlace place;
  private final BackupLock lock;

  private KeptPlace(Opening opening, OwnedFolder work, BackupPlace place, BackupLock lock) {
    this.opening = opening;
    this.work = work;
    this.place = place;
    this.lock = lock;
  }

  /// Opens a place that a backup is written to, making the folder where it is not there.
  ///
  /// @param folder the work folder of the host
  /// @throws BackupRefused when another command works on it, or the folder holds something else
  /// @throws dev.tintype.core.provider.InvalidAddress when its store does not keep what a backup
  ///   needs
  public static KeptPlace forBackup(PlaceAddress address, Path folder) {
    address.folder().ifPresent(KeptPlace::mustHoldBackups);
    return open(address, work(folder), /* isWritten= */ true);
  }

  /// Opens a place that is there.
  ///
  /// @param folder the work folder of the host
  /// @throws BackupRefused when another command works on it
  public static KeptPlace existing(PlaceAddress address, Path folder) {
    return open(address.existing(), work(folder), /* isWritten= */ false);
  }

  /// Opens a place that is there, on a machine that need not be a host.
  ///
  /// @throws BackupRefused when another command works on it
  public static KeptPlace existing(PlaceAddress address) {
    try {
      return open(
          address.existing(),
          OwnedFolder.make(Path.of(System.getProperty("java.io.tmpdir")), "tintype-" + PREFIX),
          /* isWritten= */ false);
    } catch (IOException e) {
      throw new StoreUnavailable("no work folder can be made: " + e, e);
    }
  }

  private static OwnedFolder work(Path folder) {
    try {
      PrivateFolder.make(folder);
      return OwnedFolder.ofThisProcess(folder, PREFIX);
    } catch (IOException e) {
      throw new StoreUnavailable("no work folder can be made in " + folder + ": " + e, e);
    }
  }

  /// A backup in a folder of photos, or in the data folder itself, would be a mistake.
  private static void mustHoldBackups(Path folder) {
    if (!Files.isDirectory(folder) || Files.isDirectory(folder.resolve("objects"))) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!String.valueOf(entry.getFileName()).matches("backup\\.lock|lost\\+found|\\..*")) {
          throw new BackupRefused(
              "%s holds something else (%s): name an empty folder, or one with backups."
                  .formatted(folder, entry.getFileName()));
        }
      }
    } catch (IOException e) {
      throw new StoreUnavailable("the folder " + folder + " cannot be read: " + e, e);
    }
  }

  private static KeptPlace open(PlaceAddress address, OwnedFolder work, boolean isWritten) {
    Opening opening = new Opening(work.path(), InstantSource.system(), new SecureRandom());
    try {
      if (isWritten) {
        address.provider().trialOfPlace(address.address(), opening).require(address.name());
      }
      Storage storage = address.provider().place(address.address(), opening);
      BackupLock lock =
          address
              .folder()
              .<BackupLock>map(FolderLock::take)
              .orElseGet(() -> ObjectLock.take(storage, work.path()));
      return new KeptPlace(
          opening, work, new BackupPlace(storage, address.name(), work.path()), lock);
    } catch (RuntimeException e) {
      opening.close();
      close(work);
      throw e;
    }
  }

  /// @return the place
  public BackupPlace place() {
    return place;
  }

  /// @return what keeps others away
  public BackupLock lock() {
    return lock;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } finally {
      opening.close();
      close(work);
    }
  }

  private static void close(OwnedFolder work) {
    try {
      work.closeOrLeave();
    } catch (IOException e) {
      throw new StoreUnavailable("a work folder cannot be given up: " + e, e);
    }
  }
}
