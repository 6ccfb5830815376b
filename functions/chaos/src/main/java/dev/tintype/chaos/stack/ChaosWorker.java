package dev.tintype.chaos.stack;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Heartbeat;
import dev.tintype.core.flow.RenderDeadline;
import dev.tintype.core.flow.RenderTools;
import dev.tintype.core.flow.Sleeper;
import dev.tintype.core.flow.ThreadHeartbeat;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.process.Receive;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.data.Host;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.worker.WorkPlace;
import dev.tintype.server.worker.Worker;
import dev.tintype.server.worker.WorkerEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A worker process of the stack: the product's worker with faulty ports and boundaries that can
/// kill it. It uses the real, sandboxed renderer.
public final class ChaosWorker {

  private static final int PUBLISHERS = 6;
  private static final Duration RENDER_DEADLINE = Duration.ofMinutes(1);

  private ChaosWorker() {}

  /// @param arguments the data folder
  public static void main(String[] arguments) {
    Orders orders = Orders.of(System.getProperties());
    Wiring wiring = new Wiring(Settings.read());
    DataFolder folder = new DataFolder(Path.of(arguments[0]), Settings.platform().addresses());
    try (Backends backends = wiring.backends(folder);
        WorkPlace place = WorkPlace.take(folder.work(), Host.of(folder));
        RendererProcess renderer = wiring.renderer(folder.work().resolve("renderers"), 1);
        ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS)) {
      FlowContext context = orders.context();
      Heartbeat heartbeat = new ThreadHeartbeat();
      WorkFolders folders = new WorkFolders(place.folder());
      folders.prepare();
      RenderTools renderTools =
          new RenderTools(
              new PoisonedRenderer(renderer, deaths(orders)),
              RenderRevision.CURRENT,
              RenderDeadline.always(RENDER_DEADLINE),
              folders,
              publishers,
              heartbeat,
              Sleeper.SLEEP);
      ProcessJob processJob =
          new ProcessJob(
              RandomFaults.in(backends.stores(), orders), backends.queue(), renderTools, context);
      Receive receive = new Receive(backends.queue(), processJob, heartbeat, context);
      new Worker(
              receive,
              new WorkerEvents(System.out),
              Wiring.WORKER_GRACE,
              () -> true,
              () -> 0,
              () -> true)
          .run(System.in);
    }
  }

  private static Optional<Tickets> deaths(Orders orders) {
    return orders.deed() == Orders.Deed.KILL_RENDERER
        ? Optional.of(new Tickets(orders.tickets()))
        : Optional.empty();
  }
}
