package dev.tintype.chaos;

import dev.tintype.chaos.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Kills a process at every step boundary.
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
          "as it should",
          "byte-identical",
          "one notification id",
          "damaged files",
          "took");

  @Mixin private Run run = new Run();

  @Option(names = "--images", description = "how many for each boundary (${DEFAULT-VALUE})")
  private int images = 100;

  @Option(names = "--boundary", description = "only those whose name contains this")
  private String only = "";

  @Override
  public Integer call() throws Exception {
    boolean good = true;
    for (Scenario scenario : Scenario.all()) {
      if (!scenario.name().contains(only)) {
        continue;
      }
      long began = System.nanoTime();
      KillRun.Result result;
      try (Stack stack = new Stack(run.fresh("kill-" + scenario.name()), run.libvips())) {
        result = new KillRun(scenario, stack, images).run();
      }
      good &= isGood(result);
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
      run.tell("kill", HEADER, row);
    }
    return good ? 0 : 1;
  }

  private boolean isGood(KillRun.Result result) {
    return result.converged() == images
        && result.identical() == images
        && result.toldOnce() == images
        && result.damages() == 0;
  }
}
