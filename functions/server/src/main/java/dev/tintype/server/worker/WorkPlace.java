package dev.tintype.server.worker;

import dev.tintype.core.disk.OwnedFolder;
import dev.tintype.core.disk.PrivateFolder;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The folder of one worker process, locked while the process is alive. The next worker to start
/// removes the folders of dead workers. A worker that outlives its server keeps its folder.
public final class WorkPlace implements AutoCloseable {

  private static final String PREFIX = "worker-";
  private static final Pattern PLACE = Pattern.compile(PREFIX + "[0-9a-f-]{36}");

  private final OwnedFolder folder;

  private WorkPlace(OwnedFolder folder) {
    this.folder = folder;
  }

  /// Makes a place of our own and clears away those of dead workers. A process takes one place.
  ///
  /// @param work the folder that contains all workers' folders
  /// @throws StoreUnavailable when the disk refuses
  public static WorkPlace take(Path work) {
    try {
      PrivateFolder.make(work);
      OwnedFolder.removeDead(work, PREFIX, _ -> false);
      return new WorkPlace(OwnedFolder.make(work, PREFIX));
    } catch (IOException e) {
      throw new StoreUnavailable("no work folder can be made in " + work + ": " + e, e);
    }
  }

  /// Checks whether the worker of a folder is dead, by its lock, which the kernel releases with the
  /// process.
  ///
  /// @param work the folder that contains all workers' folders
  /// @param name the folder's name; false for any other name
  /// @throws StoreUnavailable when the disk does not answer
  public static boolean isOver(Path work, String name) {
    if (!PLACE.matcher(name).matches()) {
      return false;
    }
    try {
      return OwnedFolder.isAbandoned(work.resolve(name));
    } catch (IOException e) {
      throw new StoreUnavailable("whether the worker of " + name + " lives is unknown", e);
    }
  }

  /// @return whether the folder still exists
  public boolean isThere() {
    return Files.isDirectory(folder.path());
  }

  /// @return the folder
  public Path folder() {
    return folder.path();
  }

  @Override
  public void close() {
    try {
      folder.close();
    } catch (IOException e) {
      throw new StoreUnavailable("the work folder " + folder.path() + " cannot be removed", e);
    }
  }
}
