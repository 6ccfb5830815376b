package dev.tintype.chaos;

import dev.tintype.chaos.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `chaos kill`: kills a process at every step boundary.
@Command(
    name = "kill",
    description =
        "Kills a worker, renderer or server at every step boundary, once for each of N images.")
final class KillCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "boundary",
          "images",
          "deaths",
          "expected outcome",
          "byte-identical",
          "one notification id",
          "damaged files",
          "took");

  @Mixin private Run run = new Run();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--images", description = "how many for each boundary (${DEFAULT-VALUE})")
  private int images = 100;

  @Option(names = "--boundary", description = "the one of this name, or all whose name contains it")
  private String only = "";

  @Option(names = "--names", description = "print the names of the boundaries, and kill nothing")
  private boolean names;

  @Option(
      names = "--at-once",
      description = "how many boundaries, each on a platform of its own (${DEFAULT-VALUE})")
  private int atOnce = 1;

  @Option(
      names = "--localstack",
      paramLabel = "URL",
      description = "the functions on LocalStack at this address instead of one machine")
  private Optional<URI> localStack = Optional.empty();

  @Override
  public Integer call() throws Exception {
    List<Scenario> chosen = chosen();
    if (chosen.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "no boundary's name contains: " + only);
    }
    if (names) {
      chosen.forEach(scenario -> System.out.println(scenario.name()));
      return 0;
    }
    boolean good = true;
    try (ExecutorService streams = Executors.newFixedThreadPool(atOnce)) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (Scenario scenario : chosen) {
        all.add(streams.submit(() -> isGood(scenario)));
      }
      for (Future<Boolean> one : all) {
        good &= one.get();
      }
    }
    return good ? 0 : 1;
  }

  /// @return the boundary of this name, or all whose name contains it
  private List<Scenario> chosen() {
    List<Scenario> possible =
        Scenario.all().stream()
            .filter(scenario -> localStack.isEmpty() || scenario.happensOnAws())
            .toList();
    List<Scenario> exact = possible.stream().filter(s -> s.name().equals(only)).toList();
    return exact.isEmpty()
        ? possible.stream().filter(s -> s.name().contains(only)).toList()
        : exact;
  }

  private boolean isGood(Scenario scenario) throws IOException, InterruptedException {
    long began = System.nanoTime();
    KillRun.Result result;
    try (Stack stack = run.stack("kill-" + scenario.name(), localStack)) {
      result = new KillRun(scenario, stack, images).run();
    }
    List<String> row = new ArrayList<>();
    row.add(scenario.name());
    for (int number :
        new int[] {
          images,
          result.deaths(),
          result.converged(),
          result.identical(),
          result.toldOnce(),
          result.damages()
        }) {
      row.add(Integer.toString(number));
    }
    row.add(Run.seconds(began));
    run.tell(localStack.isPresent() ? "kill-localstack" : Run.section("kill"), HEADER, row);
    return isGood(result);
  }

  private boolean isGood(KillRun.Result result) {
    return result.deaths() > 0
        && result.converged() == images
        && result.identical() == images
        && result.toldOnce() == images
        && result.damages() == 0;
  }
}
