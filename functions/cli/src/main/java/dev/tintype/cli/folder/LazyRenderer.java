package dev.tintype.cli.folder;

import dev.tintype.core.port.Renderer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A renderer that is made by its first job, so that a run with nothing to do makes none.
///
/// One job at a time; [#close] may be called by another thread.
final class LazyRenderer implements Renderer {

  private final Supplier<Renderer> maker;
  private @Nullable Renderer made;
  private boolean closed;

  LazyRenderer(Supplier<Renderer> maker) {
    this.maker = maker;
  }

  @Override
  public Rendering render(Request request, Progress progress) throws InterruptedException {
    Renderer renderer = renderer();
    return renderer == null ? new Rendering.Interrupted() : renderer.render(request, progress);
  }

  private synchronized @Nullable Renderer renderer() {
    if (!closed && made == null) {
      made = maker.get();
    }
    return closed ? null : made;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (made != null) {
        made.close();
      }
    }
  }
}
