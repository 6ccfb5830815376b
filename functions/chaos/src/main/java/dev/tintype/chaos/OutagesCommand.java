package dev.tintype.chaos;

import dev.tintype.aws.emulator.Emulator;
import dev.tintype.core.flow.Outage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos outages`: storage, queue or database are down for a while.
@Command(
    name = "outages",
    description = {
      "Takes storage, queue and database down for minutes and hours of simulated time;",
      "with --localstack in real time, all three at once, each on its own platform."
    })
final class OutagesCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "outage",
          "uploads",
          "ready",
          "failed",
          "notifications sent",
          "backlog cleared after",
          "most attempts");

  private static final List<String> REAL_HEADER =
      List.of(
          "outage",
          "uploads",
          "ready",
          "failed",
          "one notification id",
          "requests reset",
          "backlog cleared after",
          "damaged files");

  @Mixin private Run run = new Run();

  @Option(
      names = "--minutes",
      split = ",",
      description = "how long, several times (5,120; with --localstack 5)")
  private List<Integer> minutes = new ArrayList<>();

  @Option(
      names = "--localstack",
      paramLabel = "URL",
      description = "in real time, on LocalStack at this address")
  private Optional<URI> localStack = Optional.empty();

  @Override
  public Integer call() throws Exception {
    boolean good = true;
    if (localStack.isPresent()) {
      for (int each : minutes.isEmpty() ? List.of(5) : minutes) {
        good &= isGood(Emulator.localStack("LocalStack", localStack.get()), each);
      }
      return good ? 0 : 1;
    }
    for (int each : minutes.isEmpty() ? List.of(5, 120) : minutes) {
      for (Outage.Part part : Outage.Part.values()) {
        good &= isGood(part, each);
      }
    }
    return good ? 0 : 1;
  }

  private boolean isGood(Outage.Part part, int each) throws IOException, InterruptedException {
    Outage.Result result = Outage.play(part, Duration.ofMinutes(each), run.fresh("outage-" + part));
    run.tell(
        "outages",
        HEADER,
        List.of(
            named(part) + ", " + each + " min, simulated",
            Integer.toString(result.uploads()),
            Integer.toString(result.ready()),
            Integer.toString(result.failed()),
            Integer.toString(result.told()),
            Run.seconds(result.drained()),
            Integer.toString(result.attempts())));
    return result.failed() == 0
        && result.ready() == result.uploads()
        && result.told() == result.uploads();
  }

  private boolean isGood(Emulator emulator, int each) throws Exception {
    boolean good = true;
    try (ExecutorService platforms = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (RealOutage.Service service : RealOutage.Service.values()) {
        RealOutage outage =
            new RealOutage(service, Duration.ofMinutes(each), emulator, run.libvips());
        Path folder = run.fresh("real-outage-" + service);
        all.add(platforms.submit(() -> isGood(outage, folder)));
      }
      for (Future<Boolean> one : all) {
        good &= one.get();
      }
    }
    return good;
  }

  private boolean isGood(RealOutage outage, Path folder) throws Exception {
    RealOutage.Result result = outage.play(folder);
    run.tell(
        "outages-localstack",
        REAL_HEADER,
        List.of(
            named(outage.service()) + ", " + outage.away().toMinutes() + " min",
            Integer.toString(result.uploads()),
            Integer.toString(result.ready()),
            Integer.toString(result.failed()),
            Integer.toString(result.toldOnce()),
            Integer.toString(result.resets()),
            Run.seconds(result.drained()),
            Integer.toString(result.damages())));
    return result.ready() == result.uploads()
        && result.toldOnce() == result.uploads()
        && result.failed() + result.damages() == 0
        && result.resets() > 0;
  }

  private static String named(Enum<?> part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
