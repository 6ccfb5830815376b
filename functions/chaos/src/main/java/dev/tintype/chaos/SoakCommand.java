package dev.tintype.chaos;

import dev.tintype.chaos.stack.Stack;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos soak`: many uploads while processes die, stores fail and messages repeat.
@Command(
    name = "soak",
    description =
        "Uploads many images while processes are killed, stores fail and messages repeat.")
final class SoakCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "run",
          "uploads",
          "kills",
          "storage faults",
          "database faults",
          "extra messages",
          "ready",
          "redriven",
          "lost or stuck",
          "notified twice or never",
          "changed after ready",
          "damaged files",
          "took");

  @Mixin private Run run = new Run();

  @Option(names = "--uploads", description = "how many (${DEFAULT-VALUE})")
  private int uploads = 10_000;

  @Option(names = "--kills", description = "kills for each upload (${DEFAULT-VALUE})")
  private double kills = 0.1;

  @Option(
      names = "--faults",
      description = "faults of storage, and of the database, for each upload (${DEFAULT-VALUE})")
  private double faults = 0.05;

  @Option(names = "--deliveries", description = "messages for each upload (${DEFAULT-VALUE})")
  private int deliveries = 10;

  @Option(names = "--workers", description = "how many (${DEFAULT-VALUE})")
  private int workers = 2;

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    SoakRun.Tally tally;
    SoakRun.Plan plan = new SoakRun.Plan(uploads, kills, faults, deliveries, workers, run.seed());
    try (Stack stack = new Stack(run.fresh("soak-" + run.seed()), run.libvips())) {
      tally = new SoakRun(stack, plan).run();
    }
    run.tell(
        "soak",
        HEADER,
        List.of(
            "seed " + run.seed(),
            Integer.toString(uploads),
            tally.kills(),
            Integer.toString(tally.storageFaults()),
            Integer.toString(tally.jobFaults()),
            Integer.toString(tally.repeated()),
            Integer.toString(tally.ready()),
            Integer.toString(tally.redriven()),
            Integer.toString(uploads - tally.ready()),
            Integer.toString(tally.toldWrong()),
            Integer.toString(tally.changed()),
            Integer.toString(tally.damages()),
            Run.seconds(began)));
    boolean good =
        tally.ready() == uploads && tally.toldWrong() + tally.changed() + tally.damages() == 0;
    return good ? 0 : 1;
  }
}
