package dev.tintype.chaos.stack;

import dev.tintype.core.port.Renderer;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/// A renderer whose process is killed while it decodes an original that carries a mark: what a
/// decoder's crash looks like to its worker.
///
/// @param inner renders
record PoisonedRenderer(Renderer inner) implements Renderer {

  @Override
  public Rendering render(Request request, Progress progress) throws InterruptedException {
    boolean poison = isPoison(request);
    return inner.render(
        request,
        step -> {
          progress.reached(step);
          if (poison && step == Step.DECODE) {
            OrderedBoundary.killRenderers();
          }
        });
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
