package dev.tintype.chaos.stack;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.Heartbeat;
import dev.tintype.core.flow.RenderDeadline;
import dev.tintype.core.flow.RenderTools;
import dev.tintype.core.flow.Sleeper;
import dev.tintype.core.flow.ThreadHeartbeat;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.process.Receive;
import dev.tintype.core.port.MemoryRenderer;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A worker process whose renderer only waits; everything else is the product's. It tells on
/// standard output which messages it receives and when it has processed one, and ends when its
/// standard input is closed.
public final class WaitingWorker {

  private static final int PUBLISHERS = 6;
  private static final Duration BESIDE_WAITING = Duration.ofMinutes(1);

  private WaitingWorker() {}

  /// @param arguments the data folder, and how long the renderer waits, in milliseconds. The
  ///   settings say where jobs and queue are
  public static void main(String[] arguments) {
    Duration wait = Duration.ofMillis(Long.parseLong(arguments[1]));
    Wiring wiring = new Wiring(Settings.read());
    DataFolder folder = new DataFolder(Path.of(arguments[0]), Settings.platform().addresses());
    try (Backends backends = wiring.backends(folder);
        WorkPlace place = WorkPlace.take(folder.work(), Host.of(folder));
        ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS)) {
      Heartbeat heartbeat = new ThreadHeartbeat();
      WorkFolders folders = new WorkFolders(place.folder());
      folders.prepare();
      RenderTools renderTools =
          new RenderTools(
              new WaitingRenderer(wait, new MemoryRenderer()),
              RenderRevision.CURRENT,
              RenderDeadline.always(wait.plus(BESIDE_WAITING)),
              folders,
              publishers,
              heartbeat,
              Sleeper.SLEEP);
      ProcessJob processJob =
          new ProcessJob(backends.stores(), backends.queue(), renderTools, wiring.context());
      Receive receive =
          new Receive(
              new ToldReceiver(backends.queue(), System.out),
              processJob,
              heartbeat,
              wiring.context());
      new Worker(
              receive,
              new WorkerEvents(System.out),
              Wiring.WORKER_GRACE,
              place::isThere,
              () -> 0,
              () -> true)
          .run(System.in);
    }
  }
}
