package dev.tintype.chaos;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos queue`: kills the server of the queue under a fleet.
@Command(
    name = "queue",
    description =
        "Kills the server of a queue again and again while two API hosts and four workers use it. "
            + "functions/bench/queues/run trial starts what it needs.")
final class QueueCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "queue",
          "images",
          "kills",
          "fewest images under way at a kill",
          "ready, in one version",
          "one notification id each",
          "requests repeated by clients",
          "status of verify",
          "took");

  @Mixin private Run run = new Run();

  @Option(names = "--queue", required = true, description = "the queue's address")
  private String queue = "";

  @Option(
      names = "--broker",
      required = true,
      description = "the command that starts its server, in the foreground")
  private String broker = "";

  @Mixin private FleetOptions fleet = new FleetOptions();

  @Option(names = "--images", description = "how many are uploaded (${DEFAULT-VALUE})")
  private int images = 2_000;

  @Option(names = "--kills", description = "how many (${DEFAULT-VALUE})")
  private int kills = 10;

  @Option(names = "--rate", description = "how many uploads per second (${DEFAULT-VALUE})")
  private int rate = 10;

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    QueueRun.Result result =
        fleet.in(run, "queue-" + Run.scheme(queue)).kills(queue, broker, images, rate, kills);
    run.tell(
        "queue",
        HEADER,
        List.of(
            Run.scheme(queue),
            Integer.toString(images),
            Integer.toString(result.disturbances()),
            Integer.toString(result.underWay()),
            Integer.toString(result.ends().ready()),
            Integer.toString(result.ends().toldOnce()),
            Integer.toString(result.repeated()),
            Integer.toString(result.verified()),
            Run.seconds(began)));
    return result.isGood(images) ? 0 : 1;
  }
}
