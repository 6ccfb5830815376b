package dev.tintype.bench.contestant;

import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.process.RendererSettings;
import dev.tintype.render.sandbox.JailMode;
import java.io.IOException;
import java.nio.file.Path;

/// The start of a renderer, until its hello frame.
public final class RendererStart implements Contestant {

  private final RendererSettings settings;
  private long peak;

  /// @param scratch an existing folder for this contestant alone
  public RendererStart(LibvipsBundle bundle, Path scratch, JailMode jail) {
    this.settings =
        RendererSettings.of(bundle, scratch.resolve("work"), jail, RendererLife.ON_A_MACHINE);
  }

  @Override
  public Sample run() throws IOException, InterruptedException {
    double own = ProcessUsage.ownCpuSeconds();
    long start = System.nanoTime();
    try (RendererProcess renderer = new RendererProcess(settings)) {
      renderer.warm();
      double wall = (System.nanoTime() - start) / 1e9;
      double ownCpu = ProcessUsage.ownCpuSeconds() - own;
      peak = Math.max(peak, ProcessUsage.peakBytes(renderer.pid()));
      return new Sample(ProcessUsage.cpuSeconds(renderer.pid()), ownCpu, wall, 0);
    }
  }

  @Override
  public long peakBytes() {
    return peak;
  }

  @Override
  public void close() {
    // every run ends its own renderer
  }
}
