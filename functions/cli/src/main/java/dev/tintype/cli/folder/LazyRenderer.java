package dev.tintype.cli.folder;

import dev.tintype.core.port.Renderer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A renderer that starts with its first job, so a run with nothing to do starts none.
///
/// One job at a time; another thread may call [#close].
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
