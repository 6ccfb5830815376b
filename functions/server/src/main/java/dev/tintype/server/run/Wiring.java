package dev.tintype.server.run;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Heartbeat;
import dev.tintype.core.flow.RenderDeadline;
import dev.tintype.core.flow.RenderTools;
import dev.tintype.core.flow.Sleeper;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.ThreadHeartbeat;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.process.Receive;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.verify.Repair;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.trace.NoTracing;
import dev.tintype.core.trace.Tracing;
import dev.tintype.core.trace.TracingProvider;
import dev.tintype.core.webhook.NoNotifier;
import dev.tintype.core.webhook.Webhook;
import dev.tintype.core.webhook.WebhookNotifier;
import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.process.RendererSettings;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.settings.RecipeBook;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import dev.tintype.server.worker.WorkPlace;
import dev.tintype.server.worker.Worker;
import dev.tintype.server.worker.WorkerEvents;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Puts the parts together by settings; the one place with a clock.
public final class Wiring {

  /// How long one rendering may take.
  private static final Duration RENDER_DEADLINE = Duration.ofMinutes(5);

  /// How long a worker's job may take to end once the server stops.
  public static final Duration WORKER_GRACE = Duration.ofSeconds(30);

  private final Settings settings;
  private final Tracing tracing;
  private final InstantSource clock = InstantSource.system();
  private @Nullable LibvipsBundle bundle;

  /// Wiring whose flows record no traces.
  ///
  /// @param settings what the environment says
  public Wiring(Settings settings) {
    this(settings, new NoTracing());
  }

  /// @param settings what the environment says
  /// @param tracing records the steps of flows; its owner closes it after them
  public Wiring(Settings settings, Tracing tracing) {
    this.settings = settings;
    this.tracing = tracing;
  }

  /// Opens tracing, if the environment asks for it.
  ///
  /// @param role what this process runs, such as `serve`
  /// @throws InvalidSetting when a setting of it is wrong
  public static Tracing tracing(String role) {
    if (!Settings.traces()) {
      return new NoTracing();
    }
    TracingProvider provider =
        ServiceLoader.load(TracingProvider.class, TracingProvider.class.getClassLoader())
            .findFirst()
            .orElseThrow(() ->
                new InvalidSetting("Traces are not there: start Tintype by the script tintype."));
    try {
      return provider.open(role);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting("Traces cannot be sent: " + e.getMessage(), e);
    }
  }

  /// Answers the libvips that renderers load.
  ///
  /// @throws IllegalStateException when it is not there, with what to do
  public synchronized LibvipsBundle bundle() {
    LibvipsBundle known = bundle;
    if (known == null) {
      known = readBundle();
      bundle = known;
    }
    return known;
  }

  private LibvipsBundle readBundle() {
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
        RendererSettings.of(
                bundle(),
                scratch,
                settings.sandbox(),
                RendererLife.ON_A_MACHINE.jobs(settings.jobsPerRenderer()))
            .encoders(encoders));
  }

  /// Answers time and chance for the flows.
  public FlowContext context() {
    return new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD, tracing);
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
        .orElseGet(NoNotifier::new);
  }

  /// Makes a worker over opened adapters.
  ///
  /// @param renderer its renderer, started or not
  /// @param place its own folder
  /// @param publishers threads that put files into storage
  /// @param onlyFresh whether it leaves bulk work to other workers
  public Worker worker(
      Backends backends,
      RendererProcess renderer,
      WorkPlace place,
      ExecutorService publishers,
      WorkerEvents events,
      boolean onlyFresh) {
    FlowContext context = context();
    Heartbeat heartbeat = new ThreadHeartbeat();
    RenderTools renderTools = renderTools(renderer, place, publishers, heartbeat);
    ProcessJob processJob =
        new ProcessJob(backends.stores(), backends.queue(), renderTools, context);
    Receive receive =
        new Receive(backends.queue(), processJob, heartbeat, context)
            .withEvents(new Flows(backends, context).queuedEvents());
    HostClock hostClock = new HostClock(backends.leases(), clock, System::nanoTime);
    return new Worker(
        onlyFresh ? receive.onlyFresh() : receive,
        events,
        WORKER_GRACE,
        place::isThere,
        () -> renderer.leftFolders().size(),
        hostClock::isRight);
  }

  /// Makes what mends a store.
  ///
  /// @param renderer renders what is missing, started or not
  /// @param place a folder of its own
  /// @param publishers threads that put files into storage
  public Repair repair(
      Backends backends, RendererProcess renderer, WorkPlace place, ExecutorService publishers) {
    FlowContext context = context();
    Reprocess reprocess =
        new Reprocess(
            backends.stores(),
            backends.queue(),
            RecipeBook.read(settings.recipes())::forClients,
            RenderRevision.CURRENT,
            context);
    RenderTools renderTools = renderTools(renderer, place, publishers, new ThreadHeartbeat());
    return new Repair(backends.stores(), renderTools, reprocess, EdgeCache.NONE, context);
  }

  private static RenderTools renderTools(
      RendererProcess renderer, WorkPlace place, ExecutorService publishers, Heartbeat heartbeat) {
    WorkFolders folders = new WorkFolders(place.folder());
    folders.prepare();
    return new RenderTools(
        renderer,
        RenderRevision.CURRENT,
        RenderDeadline.always(RENDER_DEADLINE),
        folders,
        publishers,
        heartbeat,
        Sleeper.SLEEP);
  }
}
