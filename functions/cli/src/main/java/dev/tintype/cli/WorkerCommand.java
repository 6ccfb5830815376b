package dev.tintype.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.terminal.Interruption;
import dev.tintype.cli.terminal.Logs;
import dev.tintype.cli.terminal.QueuedErrors;
import dev.tintype.core.json.Json;
import dev.tintype.core.trace.Tracing;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.data.Host;
import dev.tintype.server.run.Role;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.run.WorkerHost;
import dev.tintype.server.run.WorkerPlan;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import dev.tintype.server.worker.WorkPlace;
import dev.tintype.server.worker.Worker;
import dev.tintype.server.worker.WorkerCommandLine;
import dev.tintype.server.worker.WorkerEvents;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype worker`: makes variants until it is stopped. It keeps a number of worker processes
/// running, which are this same command with the option `--attached`.
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Make variants, on this machine or for servers on others.",
    description = {
      "",
      "'tintype serve' starts workers itself; this command is for more of them. On another host, "
          + "TINTYPE_STORAGE, TINTYPE_JOBS and TINTYPE_QUEUE name the same stores as on the "
          + "servers, and the data folder holds temporary files only. A worker that dies is "
          + "started again.",
      "",
      "SIGTERM and Ctrl-C finish the images under way, or give them back after 30 seconds. The "
          + "exit status is then 143 or 130.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype worker --data /srv/images",
      "  tintype --env-file /etc/tintype.env worker --data work --workers 4 --port 9100",
    })
final class WorkerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  private static final int PUBLISHERS = 6;
  private static final int MOST_WORKERS = 64;

  /// How long a worker may take to give its image back when its own grace is over.
  private static final Duration GIVING_BACK = Duration.ofSeconds(15);

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = {
        "How many images to work on at once, each in a process of its own. Default: TINTYPE_WORKERS, "
            + "else as many as processors and memory allow.",
      })
  private @Nullable Integer workers;

  @Option(
      names = "--encoders",
      paramLabel = "N",
      description =
          "How many files each worker encodes at once. Default: TINTYPE_ENCODERS, else the "
              + "processors divided among the workers.")
  private @Nullable Integer encoders;

  @Option(
      names = "--only-fresh",
      description = {
        "Take uploads only, and leave bulk work to other workers. Without this option, the first of "
            + "several workers does so.",
      })
  private boolean onlyFresh;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Answer /healthz, /readyz and /metrics at this port; 0 picks a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "The address for --port (default: this machine only).")
  private String host = "";

  @Option(
      names = "--attached",
      hidden = true,
      description = "Be one worker, until standard input is closed.")
  private boolean attached;

  WorkerCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    QueuedErrors log = Logs.toStandardError(OutputOptions.of(spec));
    Settings settings = Settings.read();
    PlatformSettings platform = Settings.platform();
    if (settings.sandbox() == JailMode.OFF && platform.addresses().areRemote()) {
      throw new InvalidSetting(
          "TINTYPE_SANDBOX=off is refused: the originals come from other hosts.");
    }
    DataFolder folder = data.ofWorker(platform);
    if (attached) {
      workAttached(settings, folder);
    } else {
      keepWorking(settings, platform, folder, log);
    }
    return ExitCode.OK;
  }

  private void workAttached(Settings settings, DataFolder folder) throws InterruptedException {
    int atOnce = encoders == null ? 1 : Math.max(1, encoders);
    Tracing tracing = Wiring.tracing(Role.WORKER.code());
    Wiring wiring = new Wiring(settings, tracing);
    try (tracing;
        Backends backends = wiring.backends(folder);
        WorkPlace place = WorkPlace.take(folder.work(), Host.of(folder));
        RendererProcess renderer = wiring.renderer(folder.work().resolve("renderers"), atOnce);
        ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS)) {
      Thread working = Thread.currentThread();
      WorkerEvents events = new WorkerEvents(System.out, renderer::memoryUse);
      try (Worker worker = wiring.worker(backends, renderer, place, publishers, events, onlyFresh);
          Interruption _ = new Interruption(() -> worker.stop(working))) {
        events.ready(renderer.warm());
        worker.run(System.in);
      }
    }
  }

  private void keepWorking(
      Settings settings, PlatformSettings platform, DataFolder folder, QueuedErrors log)
      throws InterruptedException {
    Settings.unknown().forEach(ServeCommand::warnOf);
    // A worker that is refused for its traces would be started again and again.
    boolean _ = Settings.traces();
    Wiring wiring = new Wiring(settings);
    wiring.bundle();
    WorkerPlan plan = plan(settings, platform, folder);
    CountDownLatch stopped = new CountDownLatch(1);
    try (WorkerHost running = WorkerHost.start(plan, wiring.context());
        Interruption _ = new Interruption(() -> stop(running, log, stopped))) {
      running.awaitReady();
      announce(plan, running);
      stopped.await();
    }
  }

  private WorkerPlan plan(Settings settings, PlatformSettings platform, DataFolder folder) {
    Optional<InetSocketAddress> monitoring =
        Optional.ofNullable(port).map(number -> ServeCommand.address(host, number));
    // Servers that start no workers may have the same settings: 0 is for them.
    WorkerCount count =
        WorkerCount.of(
            workers().or(() -> platform.workers().filter(set -> set > 0)),
            Optional.ofNullable(encoders).or(platform::encoders));
    WorkerCommandLine line =
        new WorkerCommandLine(
            Tintype.class.getName(),
            ServeCommand.properties(settings),
            folder.root(),
            count.encoders(),
            onlyFresh,
            OutputOptions.of(spec).words());
    return new WorkerPlan(
        folder,
        monitoring,
        count.workers(),
        line,
        Wiring.WORKER_GRACE.plus(GIVING_BACK),
        settings.libvips());
  }

  private Optional<Integer> workers() {
    if (workers != null && (workers < 1 || workers > MOST_WORKERS)) {
      throw new InvalidSetting("--workers must be 1 to " + MOST_WORKERS + ", not " + workers + ".");
    }
    return Optional.ofNullable(workers);
  }

  private void announce(WorkerPlan plan, WorkerHost running) {
    ObjectNode line = Json.object().put("event", "ready").put("workers", plan.workers());
    String name = host.contains(":") ? "[" + host + "]" : host;
    running.port().ifPresent(number -> line.put("url", "http://" + name + ":" + number));
    System.out.println(Json.write(line));
    System.out.flush();
  }

  private static void stop(WorkerHost running, QueuedErrors log, CountDownLatch stopped)
      throws InterruptedException {
    running.close();
    log.lastWords();
    stopped.countDown();
  }
}
