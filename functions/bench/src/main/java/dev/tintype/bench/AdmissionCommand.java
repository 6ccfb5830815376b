package dev.tintype.bench;

import dev.tintype.bench.input.MeasuredRecipes;
import dev.tintype.bench.report.AdmissionPart;
import dev.tintype.bench.report.MarkedDocument;
import dev.tintype.core.Recipe;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.render.fit.AdmissionFit;
import java.io.IOException;
import java.util.List;
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
          + " predicted peak memory with the actual one. Exits 1 when a prediction was too low.",
      "The document shows the built-in recipes. Other measured recipes are crops, lossless and"
          + " screenshot."
    })
final class AdmissionCommand implements Callable<Integer> {

  @Mixin private Setup setup = new Setup();

  @Option(names = "--kind", description = "only kinds whose name contains this")
  private String wanted = "";

  @Option(
      names = "--recipe",
      split = ",",
      description = "the measured recipes; by default the built-in ones")
  private List<String> names = Recipes.builtIn().stream().map(Recipe::name).toList();

  @Option(names = "--missing", description = "only kinds that were not measured yet")
  private boolean missing;

  @Option(names = "--write", description = "write the table into security.md")
  private boolean write;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Recipe> recipes = names.stream().map(MeasuredRecipes::named).toList();
    AdmissionFit fit = new AdmissionFit(setup.libvips());
    for (String kind : AdmissionFit.kinds()) {
      for (Recipe recipe : recipes) {
        if (kind.contains(wanted)
            && !(missing && setup.figures().all().containsKey(AdmissionPart.id(kind, recipe)))) {
          AdmissionFit.Measured measured = fit.measure(kind, recipe);
          System.err.println(kind + ", " + recipe.name() + ": " + measured);
          setup.figures().add(AdmissionPart.figure(kind, recipe, measured));
        }
      }
    }
    AdmissionPart part =
        AdmissionPart.of(AdmissionFit.kinds(), recipes, Map.copyOf(setup.figures().all()));
    System.out.print(part.text());
    if (write) {
      new MarkedDocument(setup.docs().resolve("security.md"), "admission, ").write(part.text());
    }
    return part.holds() ? 0 : 1;
  }
}
