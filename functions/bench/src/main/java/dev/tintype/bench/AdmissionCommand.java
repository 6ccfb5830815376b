package dev.tintype.bench;

import dev.tintype.bench.report.AdmissionPart;
import dev.tintype.bench.report.MarkedDocument;
import dev.tintype.core.Recipe;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.render.fit.AdmissionFit;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Compares predicted peak memory with the actual peak of renderers, near the largest admitted
/// originals.
@Command(
    name = "admission",
    description = {
      "Renders an original of 95 %% of the largest admitted size, for each kind, and compares its"
          + " predicted peak memory with the actual one. Exits 1 when a prediction was too low."
    })
final class AdmissionCommand implements Callable<Integer> {

  @Mixin private Setup setup = new Setup();

  @Option(names = "--kind", description = "only kinds whose name contains this")
  private String wanted = "";

  @Option(names = "--missing", description = "only kinds that were not measured yet")
  private boolean missing;

  @Option(names = "--write", description = "write the table into security.md")
  private boolean write;

  @Override
  public Integer call() throws IOException, InterruptedException {
    AdmissionFit fit = new AdmissionFit(setup.libvips());
    for (String kind : AdmissionFit.kinds()) {
      for (Recipe recipe : Recipes.builtIn()) {
        if (kind.contains(wanted)
            && !(missing && setup.figures().all().containsKey(AdmissionPart.id(kind, recipe)))) {
          AdmissionFit.Measured measured = fit.measure(kind, recipe);
          System.err.println(kind + ", " + recipe.name() + ": " + measured);
          setup.figures().add(AdmissionPart.figure(kind, recipe, measured));
        }
      }
    }
    AdmissionPart part =
        AdmissionPart.of(
            AdmissionFit.kinds(), Recipes.builtIn(), Map.copyOf(setup.figures().all()));
    System.out.print(part.text());
    if (write) {
      new MarkedDocument(setup.docs().resolve("security.md"), "admission, ").write(part.text());
    }
    return part.holds() ? 0 : 1;
  }
}
