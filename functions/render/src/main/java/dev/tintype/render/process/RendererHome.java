package dev.tintype.render.process;

import dev.tintype.core.Limits;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.render.cgroup.MemoryGroups;
import dev.tintype.render.sandbox.JailLimits;
import dev.tintype.render.sandbox.JailPolicy;
import dev.tintype.render.sandbox.parent.JailKeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A work folder and the jail around it. A jail is bound to one pair of folders, so both are
/// created and removed together.
///
/// @param folder holds the originals and results of its renderers
/// @param jail starts renderers that can access only this folder
/// @param limits the resource limits of each renderer
/// @param program what its renderers run
/// @param memoryGroups the control groups around its renderers, asked anew for each job
record RendererHome(
    WorkFolder folder,
    JailKeeper jail,
    JailLimits limits,
    RendererProgram program,
    Supplier<MemoryGroups> memoryGroups)
    implements AutoCloseable {

  /// @param program what its renderers run
  /// @throws StoreUnavailable when the scratch folder cannot be written
  static RendererHome open(RendererSettings settings, RendererProgram program) {
    WorkFolder folder;
    try {
      folder = WorkFolder.create(settings.scratch());
    } catch (IOException e) {
      throw new StoreUnavailable("no work folder can be made in " + settings.scratch(), e);
    }
    List<Path> code = new ArrayList<>(program.classPath());
    RendererClassPath.archive().ifPresent(code::add);
    code.add(settings.bundle().library());
    code.add(settings.bundle().versions());
    JailLimits limits = JailLimits.ofMemory(settings.memoryBytes(), Limits.MAX_ORIGINAL_BYTES);
    JailPolicy policy = new JailPolicy(settings.sandbox(), code, folder.folders(), limits);
    JailKeeper jail = JailKeeper.open(policy);
    return new RendererHome(folder, jail, limits, program, jail::memoryGroups);
  }

  /// Starts a renderer and waits for its hello frame.
  ///
  /// @throws RendererUnavailable when no hello arrives in time; the message holds what it printed
  RendererChild start(RendererSettings settings) throws InterruptedException {
    return RendererChild.start(settings, jail, folder.folders(), program);
  }

  /// Kills its renderers and removes the folder. A folder that cannot be removed stays and is
  /// logged.
  @Override
  public void close() {
    jail.close();
    folder.close();
  }
}
