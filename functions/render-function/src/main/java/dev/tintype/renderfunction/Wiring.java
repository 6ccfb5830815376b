package dev.tintype.renderfunction;

import dev.tintype.core.disk.OwnedFolder;
import dev.tintype.core.lines.Metrics;
import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.process.RendererSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;

/// Builds the function.
final class Wiring {

  private static final String PREFIX = "tintype-render-";

  private Wiring() {}

  static RenderWork work(RenderSettings settings, RendererLife usual) {
    return work(settings, usual, RendererProcess::new);
  }

  /// @param renderers makes the renderer
  static RenderWork work(
      RenderSettings settings,
      RendererLife usual,
      Function<RendererSettings, RendererProcess> renderers) {
    OwnedFolder scratch = scratch();
    RendererSettings renderer = settings.renderer(scratch.path(), usual);
    return new RenderWork(
        renderers.apply(renderer),
        renderer.encoders(),
        scratch,
        new Transfers(),
        new RendererLines(new Metrics(System.out, InstantSource.system(), settings.stack())));
  }

  /// A folder in the only writable place of a function. Lambda may start the next process on the
  /// same disk, so the folders of dead ones are removed.
  private static OwnedFolder scratch() {
    Path all = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      return OwnedFolder.ofThisProcess(all, PREFIX);
    } catch (IOException e) {
      throw new UncheckedIOException("no folder can be made in " + all, e);
    }
  }
}
