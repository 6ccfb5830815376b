package dev.tintype.cli;

import dev.tintype.cli.terminal.Interruption;
import dev.tintype.cli.terminal.Logs;
import dev.tintype.cli.terminal.QueuedErrors;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.worker.WorkPlace;
import dev.tintype.server.worker.Worker;
import dev.tintype.server.worker.WorkerEvents;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tintype worker`: makes variants for the server of a data folder until standard input is closed.
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header =
        "Make variants for the server of a data folder; 'tintype serve' starts workers "
            + "itself.",
    description = {
      "",
      "Processes one image after the other. When standard input is closed, it finishes the "
          + "current image and exits. Any number of workers may share a data folder.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype worker --data /srv/images --encoders 2"})
final class WorkerCommand implements Callable<Integer> {

  private static final int PUBLISHERS = 6;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--encoders",
      defaultValue = "1",
      paramLabel = "N",
      description = "How many files to encode at once.")
  private int encoders = 1;

  @Option(
      names = "--only-fresh",
      description = {
        "Take uploads only, and leave bulk work to other workers. The first of a server's workers "
            + "has this option if it has more than one.",
      })
  private boolean onlyFresh;

  WorkerCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    QueuedErrors _ = Logs.toStandardError();
    Wiring wiring = new Wiring(Settings.read());
    DataFolder folder = data.existing(Settings.platform());
    WorkerEvents events = new WorkerEvents(System.out);
    try (Backends backends = wiring.backends(folder);
        WorkPlace place = WorkPlace.take(folder.work());
        RendererProcess renderer =
            wiring.renderer(folder.work().resolve("renderers"), Math.max(1, encoders));
        ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS)) {
      Thread working = Thread.currentThread();
      try (Worker worker = wiring.worker(backends, renderer, place, publishers, events, onlyFresh);
          Interruption _ = new Interruption(() -> worker.stop(working))) {
        events.ready(renderer.warm());
        worker.run(System.in);
      }
    }
    return ExitCode.OK;
  }
}
