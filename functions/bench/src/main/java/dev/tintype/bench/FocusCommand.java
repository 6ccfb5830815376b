package dev.tintype.bench;

import dev.tintype.bench.contestant.MovedFocus;
import dev.tintype.bench.figure.Spread;
import dev.tintype.bench.input.MeasuredRecipes;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures what a moved focal point costs.
@Command(
    name = "focus",
    description = {
      "Moves the focal point of a photo under a recipe with three crops (300 x 300, 1200 x 630, 1600"
          + " x 900), and compares the CPU time with that of making everything."
    })
final class FocusCommand implements Callable<Integer> {

  @Mixin private Setup setup = new Setup();

  @Parameters(paramLabel = "PHOTO", defaultValue = "p12", description = "(${DEFAULT-VALUE})")
  private String photo = "";

  @Option(names = "--recipe", defaultValue = "default", description = "(${DEFAULT-VALUE})")
  private String recipe = "";

  @Option(names = "--runs", defaultValue = "5", description = "(${DEFAULT-VALUE})")
  private int runs;

  @Override
  public Integer call() throws IOException, InterruptedException {
    double[] full = new double[runs];
    double[] part = new double[runs];
    double[] ratio = new double[runs];
    try (MovedFocus moved =
        new MovedFocus(
            setup.bundle(),
            setup.scratch(),
            setup.original(photo),
            MeasuredRecipes.named(recipe))) {
      for (int run = 0; run < runs; run++) {
        full[run] = moved.cpuSeconds(false);
        part[run] = moved.cpuSeconds(true);
        ratio[run] = part[run] / full[run];
      }
      System.out.printf(
          Locale.ROOT,
          "%s, %s: %d files made, %d copied; CPU s %s of %s, ratio %s%n",
          photo,
          recipe,
          moved.made(),
          moved.copied(),
          Spread.of(part).text(2),
          Spread.of(full).text(2),
          Spread.of(ratio).text(3));
    }
    return 0;
  }
}
