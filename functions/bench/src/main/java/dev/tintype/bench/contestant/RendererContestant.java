package dev.tintype.bench.contestant;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.process.RendererSettings;
import dev.tintype.render.sandbox.JailMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// The product: the warm renderer process with everything around it, including checked files and
/// the manifest.
public final class RendererContestant implements Contestant {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final RendererProcess renderer;
  private final ImageJob job;
  private final Path original;
  private final Path variants;

  /// @param scratch an existing folder for this contestant alone
  /// @param jobsPerRenderer a renderer is replaced after this many jobs
  public RendererContestant(
      LibvipsBundle bundle,
      Path scratch,
      JailMode jail,
      int jobsPerRenderer,
      Path original,
      Recipe recipe)
      throws IOException, InterruptedException {
    RendererLife life = RendererLife.ON_A_MACHINE.jobs(jobsPerRenderer);
    this.renderer =
        new RendererProcess(RendererSettings.of(bundle, scratch.resolve("work"), jail, life));
    this.original = original;
    this.variants = Files.createTempDirectory(scratch, "variants-");
    this.job = job(original, recipe);
    renderer.warm();
  }

  private static ImageJob job(Path original, Recipe recipe) throws IOException {
    try (InputStream bytes = Files.newInputStream(original)) {
      return ImageJob.of(
          new ImageId("bench"),
          new ImageJob.Original(Sha256.of(bytes), Files.size(original), "image/jpeg"),
          recipe,
          RenderRevision.CURRENT,
          Instant.EPOCH);
    }
  }

  @Override
  public Sample run() throws IOException, InterruptedException {
    long pid = renderer.pid();
    double child = ProcessUsage.cpuSeconds(pid);
    double own = ProcessUsage.ownCpuSeconds();
    long start = System.nanoTime();
    Rendering rendering = renderer.render(new Request(job, original, variants, LONG), _ -> {});
    double wall = (System.nanoTime() - start) / 1e9;
    double ownCpu = ProcessUsage.ownCpuSeconds() - own;
    if (!(rendering instanceof Rendering.Rendered)) {
      throw new IllegalStateException(original + " was not rendered: " + rendering);
    }
    double childCpu = renderer.pid() == pid ? ProcessUsage.cpuSeconds(pid) - child : Double.NaN;
    Sample sample = new Sample(childCpu, ownCpu, wall, Folders.bytes(variants));
    Folders.empty(variants);
    return sample;
  }

  /// @return the resident memory of the renderer, bytes
  public long residentBytes() throws IOException {
    return ProcessUsage.residentBytes(renderer.pid());
  }

  @Override
  public long peakBytes() throws IOException {
    return ProcessUsage.peakBytes(renderer.pid());
  }

  @Override
  public void close() {
    renderer.close();
  }
}
