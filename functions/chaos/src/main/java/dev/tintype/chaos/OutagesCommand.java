package dev.tintype.chaos;

import dev.tintype.core.flow.Outage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Storage, queue or database are down for a while, in simulated time.
@Command(
    name = "outages",
    description =
        "Lets storage, queue and database be down for minutes and hours of simulated time.")
final class OutagesCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "outage",
          "uploads",
          "ready",
          "failed",
          "outcomes told",
          "backlog worked off after",
          "most attempts");

  @Mixin private Run run = new Run();

  @Option(
      names = "--minutes",
      split = ",",
      description = "how long, several times (${DEFAULT-VALUE})")
  private List<Integer> minutes = List.of(5, 120);

  @Override
  public Integer call() throws Exception {
    boolean good = true;
    for (int each : minutes) {
      for (Outage.Part part : Outage.Part.values()) {
        Outage.Result result =
            Outage.play(part, Duration.ofMinutes(each), run.fresh("outage-" + part));
        good &=
            result.failed() == 0
                && result.ready() == result.uploads()
                && result.told() == result.uploads();
        run.tell(
            "outages",
            HEADER,
            List.of(
                part.name().toLowerCase(java.util.Locale.ROOT) + ", " + each + " min, simulated",
                Integer.toString(result.uploads()),
                Integer.toString(result.ready()),
                Integer.toString(result.failed()),
                Integer.toString(result.told()),
                Run.seconds(result.drained()),
                Integer.toString(result.attempts())));
      }
    }
    return good ? 0 : 1;
  }
}
