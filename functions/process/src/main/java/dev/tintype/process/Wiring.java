package dev.tintype.process;

import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Metrics;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.port.JobSender;
import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.process.RendererSettings;
import dev.tintype.render.sandbox.JailMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/// Builds the worker.
final class Wiring {

  private static final int PUBLISHERS = 12;

  private Wiring() {}

  static Work work(Settings settings) {
    Clients clients = Clients.ofRole(settings);
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    return work(settings, clients, clients.stores(context.random()), context);
  }

  static Work work(Settings settings, Clients clients, Stores stores, FlowContext context) {
    Scratch scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir")));
    InstantSource clock = context.clock();
    JobSender sender = clients.sender();
    RendererProcess renderer = new RendererProcess(renderer(settings, scratch.folder("render")));
    JobTools tools =
        new JobTools(
            renderer,
            new RendererUpkeep(renderer, scratch),
            new WorkFolders(scratch.folder("work")),
            Executors.newFixedThreadPool(PUBLISHERS),
            stores,
            sender,
            context);
    return new Work(
        clients.reader(),
        new OriginalArrived(stores, sender, context),
        sender,
        tools,
        new Postponement(clients.sqs(), settings.queueUrl()),
        new OutcomeMetrics(new Metrics(System.out, clock, settings.stack()), clock),
        clock);
  }

  private static RendererSettings renderer(Settings settings, Path scratch) {
    RendererLife usual = RendererLife.IN_A_FUNCTION;
    return RendererSettings.of(
            LibvipsBundle.in(library(settings)),
            scratch,
            JailMode.of(settings.sandbox()),
            settings.jobsPerRenderer().map(usual::jobs).orElse(usual))
        .memory(settings.renderMemoryBytes().orElse(RendererSettings.MEMORY_BYTES));
  }

  /// @return the first folder of the library path that contains libvips: the layer's
  static Path library(Settings settings) {
    for (Path folder : settings.libraryPath()) {
      if (Files.isDirectory(folder) && holdsLibvips(folder)) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "no libvips in " + settings.libraryPath() + ": the function needs the libvips layer");
  }

  private static boolean holdsLibvips(Path folder) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "libvips-cpp.so*")) {
      return found.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
