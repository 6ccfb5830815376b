package dev.tintype.server;

import dev.tintype.core.Recipe;
import dev.tintype.core.port.Renderer;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.process.RendererSettings;
import dev.tintype.server.folder.FileFlow;
import dev.tintype.server.folder.ProcessRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// Puts the parts together by settings; the one place with a clock.
public final class Wiring {

  private static final int JOBS_PER_RENDERER = 500;
  private static final Duration START_WITHIN = Duration.ofSeconds(30);

  private final Settings settings;
  private final InstantSource clock = InstantSource.system();

  /// @param settings what the environment says
  public Wiring(Settings settings) {
    this.settings = settings;
  }

  /// Answers the libvips that renderers load.
  ///
  /// @throws IllegalStateException when it is not there, with what to do
  public LibvipsBundle bundle() {
    return LibvipsBundle.in(
        settings
            .libvips()
            .orElseThrow(() ->
                new IllegalStateException(
                    "The folder of libvips is not known: start Tintype by the script tintype.")));
  }

  /// Makes a renderer; its process is started by its first job.
  ///
  /// @param scratch a folder for its work folder
  /// @param encoders how many files it encodes at once
  public RendererProcess renderer(Path scratch, int encoders) {
    return new RendererProcess(
        new RendererSettings(
            bundle(),
            scratch,
            settings.sandbox(),
            RendererSettings.MEMORY_BYTES,
            encoders,
            JOBS_PER_RENDERER,
            START_WITHIN));
  }

  /// Makes a run that processes files without a server.
  ///
  /// @param results the folder for results
  /// @param scratch the folder of the run
  /// @param recipe what is made of every file
  /// @param share how many files at once, and encoders for each
  public ProcessRun processRun(Path results, Path scratch, Recipe recipe, Share share) {
    return new ProcessRun(
        new FileFlow(results, recipe, clock),
        scratch,
        share.jobs(),
        () -> rendererOf(scratch, share));
  }

  private Renderer rendererOf(Path scratch, Share share) {
    return renderer(scratch.resolve("renderers"), share.encoders());
  }
}
