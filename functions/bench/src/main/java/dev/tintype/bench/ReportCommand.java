package dev.tintype.bench;

import dev.tintype.bench.figure.Machine;
import dev.tintype.bench.report.BenchmarksPage;
import dev.tintype.bench.report.MarkedDocument;
import dev.tintype.bench.report.RecipesPage;
import dev.tintype.core.json.JsonObject;
import dev.tintype.render.process.LibvipsBundle;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Writes the documents from the stored figures.
@Command(
    name = "report",
    sortOptions = false,
    header = "Write the documents from the stored figures.",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype bench report",
    })
final class ReportCommand implements Callable<Integer> {

  @Mixin private Setup setup = new Setup();

  @Override
  public Integer call() throws IOException, InterruptedException {
    write(setup);
    return 0;
  }

  static void write(Setup setup) throws IOException, InterruptedException {
    Map<String, JsonObject> figures = setup.figures().all();
    LibvipsBundle bundle = setup.bundle();
    String versions =
        "%s; libvips %s with %s".formatted(Machine.text(), bundle.libvips(), bundle.codecs());
    new MarkedDocument(setup.docs().resolve("benchmarks.md"))
        .write(
            new BenchmarksPage(
                    figures,
                    versions
                        + "; "
                        + SharpInstall.versions(SharpInstall.of(setup.sharp(), setup.work())))
                .text());
    new MarkedDocument(setup.docs().resolve("recipes.md"))
        .write(
            new RecipesPage(figures, versions, RecipesCommand.ALL, RecipesCommand.costed()).text());
  }
}
