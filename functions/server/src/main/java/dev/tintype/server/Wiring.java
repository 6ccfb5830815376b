package dev.tintype.server;

import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.Heartbeat;
import dev.tintype.core.flow.Patience;
import dev.tintype.core.flow.ProcessJob;
import dev.tintype.core.flow.Receive;
import dev.tintype.core.flow.Repair;
import dev.tintype.core.flow.Reprocess;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Surroundings;
import dev.tintype.core.flow.ThreadHeartbeat;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.Workshop;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.Renderer;
import dev.tintype.core.webhook.NobodyToTell;
import dev.tintype.core.webhook.Webhook;
import dev.tintype.core.webhook.WebhookNotifier;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.process.RendererSettings;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.folder.FileFlow;
import dev.tintype.server.folder.ProcessRun;
import dev.tintype.server.worker.WorkPlace;
import dev.tintype.server.worker.Worker;
import dev.tintype.server.worker.WorkerVoice;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLSocketFactory;

/// Puts the parts together by settings; the one place with a clock.
public final class Wiring {

  private static final int JOBS_PER_RENDERER = 500;
  private static final Duration START_WITHIN = Duration.ofSeconds(30);

  /// How long one rendering may take.
  private static final Duration RENDER_DEADLINE = Duration.ofMinutes(5);

  /// How long a worker's job may take to end once the server stops.
  public static final Duration WORKER_GRACE = Duration.ofSeconds(30);

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

  /// Answers time and chance for the flows.
  public Surroundings surroundings() {
    return new Surroundings(clock, new SecureRandom(), StepBoundary.UNHEARD);
  }

  /// Opens the adapters over a data folder.
  public Backends backends(DataFolder folder) {
    return Backends.open(folder, clock, new SecureRandom());
  }

  /// Makes what tells outcomes.
  ///
  /// @param webhook who is told, if anybody is
  public Notifier notifier(Optional<Webhook> webhook) {
    return webhook
        .<Notifier>map(known ->
            new WebhookNotifier(known, (SSLSocketFactory) SSLSocketFactory.getDefault(), clock))
        .orElseGet(NobodyToTell::new);
  }

  /// Makes a worker over opened adapters.
  ///
  /// @param renderer its renderer, started or not
  /// @param place its own folder
  /// @param publishers threads that put files into storage
  public Worker worker(
      Backends backends,
      RendererProcess renderer,
      WorkPlace place,
      ExecutorService publishers,
      WorkerVoice voice) {
    Surroundings surroundings = surroundings();
    Heartbeat heartbeat = new ThreadHeartbeat();
    Workshop workshop = workshop(renderer, place, publishers, heartbeat);
    ProcessJob processJob =
        new ProcessJob(backends.stores(), backends.queue(), workshop, surroundings);
    return new Worker(
        new Receive(backends.queue(), processJob, heartbeat, surroundings),
        voice,
        WORKER_GRACE,
        place::isThere);
  }

  /// Makes what mends a store.
  ///
  /// @param renderer renders what is missing, started or not
  /// @param place a folder of its own
  /// @param publishers threads that put files into storage
  public Repair repair(
      Backends backends, RendererProcess renderer, WorkPlace place, ExecutorService publishers) {
    Surroundings surroundings = surroundings();
    Reprocess reprocess =
        new Reprocess(
            backends.stores(),
            backends.queue(),
            RecipeBook.read(settings.recipes()).forClients(),
            RenderRevision.CURRENT,
            surroundings);
    Workshop workshop = workshop(renderer, place, publishers, new ThreadHeartbeat());
    return new Repair(backends.stores(), workshop, reprocess, _ -> {}, surroundings);
  }

  private static Workshop workshop(
      RendererProcess renderer, WorkPlace place, ExecutorService publishers, Heartbeat heartbeat) {
    WorkFolders folders = new WorkFolders(place.folder());
    folders.prepare();
    return new Workshop(
        renderer,
        RenderRevision.CURRENT,
        RENDER_DEADLINE,
        folders,
        publishers,
        heartbeat,
        Patience.SLEEP);
  }

  private Renderer rendererOf(Path scratch, Share share) {
    return renderer(scratch.resolve("renderers"), share.encoders());
  }
}
