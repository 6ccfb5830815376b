package dev.tintype.chaos.stack;

import dev.tintype.core.ImageJob;
import dev.tintype.core.port.Renderer;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A renderer whose process is killed while it decodes: whenever the original carries a mark, or
/// once at the first try of an image while tickets are left. To its worker this looks like a crash
/// of the decoder.
///
/// @param inner renders
/// @param tickets for deaths without a mark; absent for none
record PoisonedRenderer(Renderer inner, Optional<Tickets> tickets) implements Renderer {

  private static final Path FIRST_TRY = Path.of("1");

  @Override
  public Rendering render(Request request, Progress progress) throws InterruptedException {
    boolean poison = isPoison(request);
    return inner.render(
        request,
        step -> {
          progress.reached(step);
          if (step == Step.DECODE && (poison || isOrdered(request))) {
            killRenderers();
          }
        });
  }

  @Override
  public Optional<Reuse> reuse(ImageJob job, List<Reuse.Former> formers) {
    return inner.reuse(job, formers);
  }

  private boolean isOrdered(Request request) {
    return FIRST_TRY.equals(request.variants().getFileName())
        && tickets.filter(Tickets::take).isPresent();
  }

  /// Kills every child process of this worker: its renderers.
  private static void killRenderers() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isPoison(Request request) {
    try {
      return Files.readString(request.original(), StandardCharsets.ISO_8859_1)
          .contains(Originals.POISON);
    } catch (IOException e) {
      throw new StoreUnavailable("the original cannot be read", e);
    }
  }

  @Override
  public void close() {
    inner.close();
  }
}
