package dev.tintype.render.process;

import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// The work folder of a renderer and what belongs to it. A folder that cannot be emptied is
/// replaced by a new one.
///
/// One thread uses it; another one may call [#close] and [#leftFolders].
final class CurrentHome implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(RendererProcess.class.getName());

  private final Supplier<RendererHome> homes;
  private final RendererSupply supply;
  private final List<Path> leftFolders = new CopyOnWriteArrayList<>();
  private volatile RendererHome home;

  /// @param homes opens the first home, and another one when a home must be abandoned
  /// @param supply ends the renderer of an abandoned home; closed before this is
  CurrentHome(Supplier<RendererHome> homes, RendererSupply supply) {
    this.homes = homes;
    this.supply = supply;
    this.home = homes.get();
  }

  RendererHome get() {
    return home;
  }

  /// Empties the work folder. If that fails, it abandons the folder and its renderer and creates
  /// new ones.
  ///
  /// @return whether it could be emptied, or the renderer is closed
  /// @throws StoreUnavailable when no new folder can be created: the disk is at fault
  boolean emptied() throws InterruptedException {
    try {
      home.folder().clear();
      return true;
    } catch (IOException e) {
      if (supply.closed()) {
        return true; // Another thread has closed the renderer, and removes the folder.
      }
      Path left = home.folder().root();
      LOGGER.log(System.Logger.Level.ERROR, () -> "event=work_folder.not_emptied path=" + left, e);
      supply.retire();
      RendererHome fresh = homes.get();
      home.close();
      home = fresh;
      leftFolders.add(left);
      if (supply.closed()) {
        fresh.close();
      }
      return false;
    }
  }

  /// @return abandoned folders that are still there
  List<Path> leftFolders() {
    return leftFolders.stream().filter(Files::exists).toList();
  }

  /// Removes the work folder.
  @Override
  public void close() {
    home.close();
  }
}
