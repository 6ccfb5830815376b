package dev.tintype.bench;

import dev.tintype.bench.contestant.RendererContestant;
import dev.tintype.bench.figure.Spread;
import dev.tintype.bench.input.Photos;
import dev.tintype.bench.quality.Curve;
import dev.tintype.bench.quality.CurveSearch;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures the bytes that each effort of each encoder saves at equal visual quality; recipes are
/// chosen from this.
@Command(
    name = "curves",
    sortOptions = false,
    header = "Measure bytes and CPU of every effort at equal SSIMULACRA2.",
    description = {"", "Recipes are chosen from this. Needs the program ssimulacra2_rs."},
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype bench curves --photos photos",
    })
final class CurvesCommand implements Callable<Integer> {

  /// AVIF efforts above 4 take minutes per photograph.
  static final Map<Format, List<Integer>> EFFORTS =
      Map.of(
          Format.AVIF, List.of(0, 1, 2, 3, 4),
          Format.WEBP, List.of(0, 1, 2, 3, 4, 5, 6),
          Format.JPEG, List.of(0, 1, 2));

  @Mixin private Setup setup = new Setup();

  @Option(
      names = "--ssimulacra2",
      paramLabel = "FILE",
      description = "The program (${DEFAULT-VALUE}).")
  private String program = "ssimulacra2_rs";

  @Override
  public Integer call() throws IOException, InterruptedException {
    CurveSearch search =
        new CurveSearch(
            new Studio(
                Vips.start(setup.libvips()),
                setup.photos(),
                new Similarity(program),
                Files.createTempDirectory(setup.work(), "studio-")));
    for (Format format : Format.values()) {
      for (int effort : EFFORTS.getOrDefault(format, List.of())) {
        Curve curve = search.find(format, effort);
        setup.figures().add(curve.json(cpu(curve)));
        System.err.println(curve);
      }
    }
    ReportCommand.write(setup);
    return 0;
  }

  private double cpu(Curve curve) throws IOException, InterruptedException {
    int quality = (int) Math.round(curve.at(960).quality());
    Recipe only =
        new Recipe(
            "only",
            Recipes.SIZES,
            Map.of(
                curve.format(), List.of(new Encoding(Encoding.ANY_WIDTH, quality, curve.effort()))),
            "#ffffff",
            true);
    try (RendererContestant renderer =
        new RendererContestant(
            setup.bundle(),
            setup.scratch(),
            JailMode.REQUIRE,
            100,
            setup.photos().file(Photos.TWELVE_MEGAPIXELS),
            only)) {
      renderer.run();
      return Spread.of(renderer.run().cpu(), renderer.run().cpu(), renderer.run().cpu()).median();
    }
  }
}
