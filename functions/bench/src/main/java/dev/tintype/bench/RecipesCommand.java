package dev.tintype.bench;

import dev.tintype.bench.contestant.Name;
import dev.tintype.bench.contestant.RendererContestant;
import dev.tintype.bench.contestant.Sample;
import dev.tintype.bench.figure.Row;
import dev.tintype.bench.input.Photos;
import dev.tintype.bench.quality.Similarity;
import dev.tintype.bench.quality.Studio;
import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.vips.Vips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures the visual quality, size and cost of the recipes' variants.
@Command(
    name = "recipes",
    sortOptions = false,
    header = "Measure the visual quality, size and cost of the recipes' variants.",
    description = {"", "Needs the program ssimulacra2_rs."},
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype bench recipes --photos photos",
      "  tintype bench recipes fast --only cost --runs 5 --photos photos",
    })
final class RecipesCommand implements Callable<Integer> {

  /// Common choices, for comparison: sharp's own AVIF defaults, WebP and mozjpeg at quality 80.
  static final Recipe USUAL =
      new Recipe(
          "usual",
          Recipes.SIZES,
          Map.of(
              Format.AVIF, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 4)),
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 80, 4)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 80, 2))),
          "#ffffff",
          true);

  static final List<Recipe> ALL = List.of(Recipes.FAST, Recipes.DEFAULT, USUAL);

  @Mixin private Setup setup = new Setup();

  @Option(
      names = "--ssimulacra2",
      paramLabel = "FILE",
      description = "The program (${DEFAULT-VALUE}).")
  private String program = "ssimulacra2_rs";

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How often a job is measured (${DEFAULT-VALUE}).")
  private int runs = 3;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "WHAT",
      description = "quality, cost or both (${DEFAULT-VALUE}).")
  private List<String> only = List.of("quality", "cost");

  @Parameters(
      arity = "0..*",
      paramLabel = "RECIPE",
      description = "The recipes to measure; all by default.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Recipe> wanted =
        ALL.stream().filter(r -> names.isEmpty() || names.contains(r.name())).toList();
    if (only.contains("quality")) {
      judge(wanted);
    }
    if (only.contains("cost")) {
      for (Recipe recipe : wanted) {
        for (String photo : costed()) {
          setup.figures().add(cost(photo, recipe).json());
        }
      }
    }
    ReportCommand.write(setup);
    return 0;
  }

  static List<String> costed() {
    List<String> photos = new ArrayList<>(Photos.CAMERA);
    photos.addFirst(Photos.TWELVE_MEGAPIXELS);
    return photos;
  }

  private void judge(List<Recipe> recipes) throws IOException {
    Studio studio =
        new Studio(
            Vips.start(setup.libvips()),
            setup.photos(),
            new Similarity(program),
            Files.createTempDirectory(setup.work(), "studio-"));
    for (Recipe recipe : recipes) {
      setup.figures().add(studio.judge("quality/" + recipe.name(), recipe).json());
    }
  }

  private Row cost(String photo, Recipe recipe) throws IOException, InterruptedException {
    Path scratch = setup.scratch();
    String id = "cost/" + recipe.name() + "/" + photo;
    try (RendererContestant renderer =
        new RendererContestant(
            setup.bundle(), scratch, JailMode.REQUIRE, 100, setup.photos().file(photo), recipe)) {
      renderer.run();
      renderer.run();
      List<Sample> samples = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        samples.add(renderer.run());
      }
      System.err.println(id + " " + samples);
      return new Row(id, Map.of(Name.TINTYPE, samples), Map.of(Name.TINTYPE, renderer.peakBytes()));
    }
  }
}
