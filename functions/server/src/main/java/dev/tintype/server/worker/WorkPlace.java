package dev.tintype.server.worker;

import dev.tintype.core.disk.OwnedFolder;
import dev.tintype.core.disk.PrivateFolder;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The folder of one worker process, locked for as long as it lives. Folders whose worker is dead
/// are removed when the next worker starts; a worker that outlived its server keeps its own.
public final class WorkPlace implements AutoCloseable {

  private static final String PREFIX = "worker-";
  private static final Pattern PLACE = Pattern.compile(PREFIX + "[0-9a-f-]{36}");

  private final OwnedFolder folder;

  private WorkPlace(OwnedFolder folder) {
    this.folder = folder;
  }

  /// Makes a place of our own and clears away those of dead workers. A process takes one place.
  ///
  /// @param work the folder of all places
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

  /// Whether the worker of a place has ended, however it did: the kernel ends its lock with it.
  ///
  /// @param work the folder of all places
  /// @param name the name of its folder; of another name nothing is known
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

  /// @return whether the folder is there still
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
