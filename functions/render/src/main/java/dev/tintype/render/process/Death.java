package dev.tintype.render.process;

import dev.tintype.core.Rejection;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.StorageFull;
import java.io.IOException;
import java.util.Optional;

/// Whose doing it is that a renderer died in the middle of a job.
///
/// @param child the renderer
/// @param folder where it worked
/// @param watch what was seen of it
/// @param memory whether the kernel killed it
record Death(RendererChild child, WorkFolder folder, RendererWatch watch, MemoryVerdict memory) {

  /// @param died what the conversation makes of it
  /// @param predicted the bytes of memory that were predicted; 0 before they are known
  /// @return the verdict, held against the original
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
      throw new StorageFull("the disk of " + folder.root() + " is full");
    }
    return died;
  }

  /// @param died what to answer when the renderer did more than it may
  /// @param e what failed in the worker's own hands
  /// @throws IOException when it is no doing of the renderer's
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
