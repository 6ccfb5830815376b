package dev.tintype.chaos.stack;

import dev.tintype.core.port.Renderer;
import java.time.Duration;

/// A renderer that needs no processor: it waits before another one makes its files. With it, many
/// workers on a small machine behave as they would on machines of their own.
///
/// @param pause how long it waits
/// @param inner makes the files
record WaitingRenderer(Duration pause, Renderer inner) implements Renderer {

  @Override
  public Rendering render(Request request, Progress progress) throws InterruptedException {
    Thread.sleep(pause);
    return inner.render(request, progress);
  }

  @Override
  public void close() {
    inner.close();
  }
}
