package dev.tintype.server.worker;

import dev.tintype.core.disk.OwnedFolder;
import dev.tintype.core.disk.PrivateFolder;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.server.data.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The folder of one worker process, locked while the process is alive. The next worker to start
/// removes the folders of dead workers. A worker that outlives its server keeps its folder.
public final class WorkPlace implements AutoCloseable {

  private static final String PREFIX = "worker-";

  /// With the id of the host; those of the release before have none, and it ran on one host only.
  private static final Pattern PLACE =
      Pattern.compile(PREFIX + "(?:([0-9a-f]{12})-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final OwnedFolder folder;

  private WorkPlace(OwnedFolder folder) {
    this.folder = folder;
  }

  /// Makes a place of our own and clears away those of dead workers. A process takes one place.
  ///
  /// @param work the folder that contains the folders of all workers of the host
  /// @param host named in the leases of its workers
  /// @throws StoreUnavailable when the disk refuses
  public static WorkPlace take(Path work, Host host) {
    try {
      PrivateFolder.make(work);
      OwnedFolder.removeDead(work, PREFIX, _ -> false);
      return new WorkPlace(OwnedFolder.make(work, PREFIX + host.id() + "-"));
    } catch (IOException e) {
      throw new StoreUnavailable("no work folder can be made in " + work + ": " + e, e);
    }
  }

  /// Checks whether the worker of a folder is dead, by its lock, which the kernel releases with the
  /// process. Nothing is known of the workers of other hosts.
  ///
  /// @param work the folder that contains the folders of all workers of the host
  /// @param name the folder's name; false for the worker of another host and for any other name
  /// @throws StoreUnavailable when the disk does not answer
  public static boolean isOver(Path work, Host host, String name) {
    Matcher place = PLACE.matcher(name);
    if (!place.matches() || (place.group(1) != null && !place.group(1).equals(host.id()))) {
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
