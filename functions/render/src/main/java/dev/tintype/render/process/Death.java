package dev.tintype.render.process;

import dev.tintype.core.Rejection;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.StorageFull;
import java.io.IOException;
import java.util.Optional;

/// Decides whether the original, the renderer or the machine caused a renderer's death during a
/// job.
///
/// @param child the dead renderer
/// @param folder its work folder
/// @param watch what the watch observed
/// @param memory decides whose fault a kill by the out-of-memory killer is
record Death(RendererChild child, WorkFolder folder, RendererWatch watch, MemoryVerdict memory) {

  /// @param died the verdict that the conversation suggests
  /// @param predicted the bytes of memory that were predicted; 0 before they are known
  /// @return the verdict against the original
  /// @throws RendererUnavailable when the machine had too little memory
  /// @throws StorageFull when the disk is full and the renderer did not fill it
  Rendering.Died verdict(Rendering.Died died, long predicted)
      throws IOException, InterruptedException {
    Optional<String> breach = watch.breach();
    if (breach.isPresent()) {
      return new Rendering.Died(died.step(), Rejection.DECODER_CRASHED, breach.get());
    }
    if (child.killedByTheKernel()) {
      Optional<String> machine = memory.machine(predicted, watch.mostResidentBytes());
      if (machine.isPresent()) {
        throw new RendererUnavailable(machine.get(), null);
      }
    }
    if (folder.full() && !watch.wroteMuch()) {
      throw new StorageFull("the disk of " + folder.root() + " is full or takes no more files");
    }
    return died;
  }

  /// @param died the verdict to use when the renderer exceeded its allowance
  /// @param e the failure on the worker's side
  /// @throws IOException when the renderer did not cause the failure
  Rendering.Died orFault(Rendering.Died died, IOException e) throws IOException {
    Optional<String> breach = watch.breach();
    if (breach.isEmpty() && !(folder.full() && watch.wroteMuch())) {
      throw e;
    }
    child.kill();
    return new Rendering.Died(
        died.step(), Rejection.DECODER_CRASHED, breach.orElse("it filled the disk"));
  }
}
