package dev.tintype.chaos;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chaos swap`: moves a running fleet from queue to queue.
@Command(
    name = "swap",
    description =
        "Moves two API hosts and four workers from queue to queue by their settings alone, with "
            + "uploads under way at each change. functions/bench/queues/run swap starts what it "
            + "needs.")
final class SwapCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "queues",
          "uploads for each change",
          "fewest images under way at a change",
          "images",
          "ready, in one version",
          "one notification id each",
          "requests repeated by clients",
          "status of verify",
          "took");

  @Mixin private Run run = new Run();

  @Parameters(arity = "2..*", paramLabel = "ADDRESS", description = "the queues, in order")
  private List<String> queues = List.of();

  @Mixin private FleetOptions fleet = new FleetOptions();

  @Option(names = "--uploads", description = "how many at each change (${DEFAULT-VALUE})")
  private int uploads = 400;

  @Option(names = "--rate", description = "how many uploads per second (${DEFAULT-VALUE})")
  private int rate = 100;

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    QueueRun.Result result = fleet.in(run, "swap").swaps(queues, uploads, rate);
    int images = uploads * result.disturbances();
    run.tell(
        "swap",
        HEADER,
        List.of(
            queues.stream().map(Run::scheme).collect(Collectors.joining(" → ")),
            Integer.toString(uploads),
            Integer.toString(result.underWay()),
            Integer.toString(images),
            Integer.toString(result.ends().ready()),
            Integer.toString(result.ends().toldOnce()),
            Integer.toString(result.repeated()),
            Integer.toString(result.verified()),
            Run.seconds(began)));
    return result.isGood(images) ? 0 : 1;
  }
}
