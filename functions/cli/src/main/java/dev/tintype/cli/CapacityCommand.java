package dev.tintype.cli;

import dev.tintype.cli.capacity.Capacity;
import dev.tintype.cli.capacity.CapacityCheck;
import dev.tintype.cli.capacity.CapacityPlot;
import dev.tintype.cli.capacity.CapacityReport;
import dev.tintype.cli.capacity.Demand;
import dev.tintype.cli.capacity.OriginalFiles;
import dev.tintype.cli.capacity.Sample;
import dev.tintype.cli.capacity.Sample.Rendered;
import dev.tintype.core.Recipe;
import dev.tintype.core.json.Json;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.RecipeBook;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tintype capacity`: estimates what a number of images will take.
@Command(
    name = "capacity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Estimate the disk, the processors and the dollars for a number of images.",
    description = {
      "",
      "Estimates from the newest 2,000 images of a data folder and what was made of them. If there "
          + "is none, it estimates from one photo of 12 MP that was measured for "
          + "docs/benchmarks.md. The output says which. docs/capacity.md explains every line, and "
          + "how far off it was.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype capacity --images 100000",
      "  tintype capacity --images 2000000 --recipe fast --original-mb 3.5 --per-hour 5000",
      "  tintype capacity --images 50000 --recipe mine.json --data /srv/images --json",
      "  tintype capacity --originals ~/Pictures --data /srv/images --plot capacity.svg",
      "  tintype capacity --check --data /srv/images",
    })
final class CapacityCommand implements Callable<Integer> {

  private static final double BYTES_PER_MB = 1e6;

  /// The largest original that the API accepts.
  private static final double MOST_MB = 100;

  private static final double MOST = 1e12;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "How many images (default: as many as --originals has).")
  private @Nullable Long images;

  @Option(
      names = "--originals",
      paramLabel = "DIR",
      description =
          "Files that stand for the originals. Their lengths and dimensions are read, and nothing "
              + "is rendered.")
  private @Nullable Path originals;

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE.json",
      description =
          "Which sizes and formats they get: fast, default, a recipe of TINTYPE_RECIPES, or a "
              + "recipe file (default: default).")
  private @Nullable String recipe;

  @Option(
      names = "--original-mb",
      paramLabel = "M",
      description =
          "The mean length of an original in MB (default: that of the images it estimates from).")
  private @Nullable Double originalMb;

  @Option(
      names = "--per-hour",
      paramLabel = "N",
      description = "How many images come in an hour: tells how many workers that needs.")
  private @Nullable Double perHour;

  @Option(
      names = "--views",
      paramLabel = "N",
      description = "How often an image is shown in a month: tells the traffic.")
  private @Nullable Double views;

  @Option(
      names = "--cache-hits",
      defaultValue = "95",
      paramLabel = "PERCENT",
      description =
          "How many of the viewers' requests caches answer, in per cent (default: "
              + "${DEFAULT-VALUE}).")
  private double cacheHits;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg",
      description = "Draw disk, workers and dollars into this file, which is replaced.")
  private @Nullable Path plot;

  @Option(
      names = "--check",
      description =
          "Estimate nothing. Fit on every fifth image of the data folder instead, and tell how far "
              + "off the estimate is for the others.")
  private boolean check;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  CapacityCommand() {}

  @Override
  public Integer call() throws IOException {
    Settings settings = Settings.read();
    RecipeBook book = RecipeBook.read(settings.recipes());
    Recipe wanted = recipe == null ? book.standard() : book.find(recipe);
    if (check) {
      show(checked(sample(settings), wanted));
      return ExitCode.OK;
    }
    Capacity capacity = Capacity.of(demand(wanted), sample(settings));
    if (plot != null) {
      Files.writeString(plot, new CapacityPlot(capacity).svg());
    }
    CapacityReport report = new CapacityReport(capacity);
    show(json ? List.of(Json.write(report.json())) : report.lines());
    return ExitCode.OK;
  }

  private static void show(List<String> lines) {
    lines.forEach(line -> System.out.println(HumanText.printable(line)));
  }

  private List<String> checked(Sample sample, Recipe wanted) {
    CapacityCheck found =
        CapacityCheck.of(sample, wanted)
            .orElseThrow(() ->
                new InvalidSetting(
                    "--check needs a data folder with some dozens of images under the recipe "
                        + wanted.name()
                        + "."));
    return json ? List.of(Json.write(found.json())) : found.text();
  }

  private Demand demand(Recipe wanted) throws IOException {
    require("--original-mb", 0.001, MOST_MB, originalMb);
    require("--per-hour", 0.001, MOST, perHour);
    require("--views", 0.001, MOST, views);
    require("--cache-hits", 0, 100, cacheHits);
    List<Rendered> files = files();
    long count = images == null ? files.size() : images;
    if (count == 0) {
      throw new InvalidSetting("--images or --originals is needed.");
    }
    require("--images", 1, MOST, (double) count);
    return new Demand(
        count,
        wanted,
        Optional.ofNullable(originalMb).map(mb -> mb * BYTES_PER_MB),
        Optional.ofNullable(perHour),
        Optional.ofNullable(views),
        files,
        cacheHits / 100);
  }

  private List<Rendered> files() throws IOException {
    if (originals == null) {
      return List.of();
    }
    if (originalMb != null) {
      throw new InvalidSetting("--originals and --original-mb exclude each other.");
    }
    if (!Files.isDirectory(originals)) {
      throw new InvalidSetting("--originals must be a folder, not " + originals + ".");
    }
    OriginalFiles found = OriginalFiles.in(originals);
    if (found.files().isEmpty()) {
      throw new InvalidSetting("--originals " + originals + " has no image of a known format.");
    }
    if (found.others() > 0) {
      System.err.println(
          "tintype: %s left out, which cannot be rendered."
              .formatted(HumanText.count(found.others(), "file")));
    }
    return found.files();
  }

  /// @param value absent when the option is not given
  private static void require(String name, double least, double most, @Nullable Double value) {
    if (value != null && !(value >= least && value <= most)) {
      throw new InvalidSetting(
          "%s must be %s to %s, not %s.".formatted(name, plain(least), plain(most), plain(value)));
    }
  }

  private static String plain(double value) {
    return Double.isFinite(value)
        ? new java.math.BigDecimal(value, new java.math.MathContext(12))
            .stripTrailingZeros()
            .toPlainString()
        : Double.toString(value);
  }

  private Sample sample(Settings settings) {
    Optional<DataFolder> folder = data.ifThere(Settings.platform());
    if (folder.isEmpty()) {
      return Capacity.measured();
    }
    try (Backends backends = new Wiring(settings).backends(folder.get())) {
      String where = folder.get().root().toString();
      Optional<Sample> own =
          check || originals != null
              ? Capacity.own(backends.stores(), where)
              : Capacity.own(backends.jobs(), where);
      return own.orElseGet(Capacity::measured);
    }
  }
}
