package dev.tintype.cli;

import dev.tintype.cli.folder.FileFlow;
import dev.tintype.cli.folder.Found;
import dev.tintype.cli.folder.OriginalFinder;
import dev.tintype.cli.folder.ProcessRun;
import dev.tintype.cli.folder.RunFolder;
import dev.tintype.cli.folder.SheetLock;
import dev.tintype.cli.folder.WritableFolder;
import dev.tintype.cli.report.Count;
import dev.tintype.cli.report.JsonReport;
import dev.tintype.cli.report.LineReport;
import dev.tintype.cli.report.Report;
import dev.tintype.cli.report.Tally;
import dev.tintype.cli.sheet.SheetFile;
import dev.tintype.cli.terminal.Bar;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.RecipeBook;
import dev.tintype.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype process`: makes every variant of the given files without a server.
@Command(
    name = "process",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Make every variant of the given files, without a server.",
    description = {
      "",
      "Each FILE, and each file inside a DIR, gets its own folder in the output folder: "
          + "{file}/{version}/{size}.{avif,webp,jpg,png} and manifest.json, which is written last. "
          + "index.html is a contact sheet of all images; with more than 100 images it is split "
          + "into pages. Results of earlier runs are kept: run the same command again to "
          + "continue an interrupted run. Hidden files inside a DIR are skipped. Put -- before "
          + "names that begin with a dash.",
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status (more in 'tintype --help'):%n",
    exitCodeList = {
      "0:Every file has its variants.",
      "3:Some files were refused or unreadable; all other files have their variants.",
      "130:Interrupted by Ctrl-C; run the same command again to continue.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype process photo.jpg --out out",
      "  tintype process ~/Pictures holiday.png --out out --recipe fast",
      "  tintype process photos --out out --recipe mine.json --jobs 4",
      "  tintype process photo.jpg --out out --recipes mine.json",
      "  tintype process photos --out out --json | jq -r 'select(.state == \"failed\").file'",
    })
final class ProcessCommand implements Callable<Integer> {

  private static final int MOST_JOBS = 64;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "What to process.")
  private List<Path> given = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The output folder; it is created if it is missing.")
  private Path out = Path.of("");

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE.json",
      description =
          "Which sizes and formats to make: fast, default, a recipe of TINTYPE_RECIPES, or a "
              + "recipe file; docs/recipes.md describes its format (default: default).")
  private Optional<String> recipeName = Optional.empty();

  @Option(
      names = "--recipes",
      paramLabel = "FILE.json",
      description =
          "Make every recipe of this recipe file, one after the other, to compare them on the "
              + "contact sheet.")
  private Optional<Path> recipeFile = Optional.empty();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "How many files to process at once; each may use 1.5 GiB of memory (default: 1).")
  private Optional<Integer> jobs = Optional.empty();

  @Option(names = "--json", description = "Print only JSON, one object per line and file.")
  private boolean json;

  ProcessCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    long startedNanos = System.nanoTime();
    Settings settings = Settings.read();
    Wiring wiring = new Wiring(settings);
    List<RecipeBook.Usable> recipes = recipes(settings);
    Found found = OriginalFinder.find(given, out);
    ProcessorShare share = share();
    WritableFolder.make("--out", out);
    warnOfOpenDoors(settings);
    SheetFile sheet = new SheetFile(out);
    Report report = report(recipes.size() * found.originals().size(), startedNanos);
    Count count =
        new Count(
            report,
            recipes.size() * found.originals().size() + found.unusable().size(),
            startedNanos);
    try (OrderlyEnd end = new OrderlyEnd()) {
      try (report;
          RunFolder folder = RunFolder.create(out)) {
        found.skipped().forEach(report::skipped);
        found.unusable().forEach(count::unusable);
        for (RecipeBook.Usable recipe : recipes) {
          ProcessRun run =
              new ProcessRun(
                  new FileFlow(out, recipe, InstantSource.system()),
                  folder.path(),
                  share.jobs(),
                  () -> wiring.renderer(folder.path().resolve("renderers"), share.encoders()));
          end.by(run::stop);
          run.run(found.originals(), count);
        }
        if (!end.asked()) {
          try (SheetLock _ = folder.lockSheet()) {
            sheet.write(count.ready(), count.failures(), folder.path());
          }
        }
      }
      Tally tally = count.tally(sheet.path(), System.nanoTime());
      if (end.asked()) {
        report.interrupted(tally);
        return ExitCode.INTERRUPTED;
      }
      report.finished(tally);
    }
    return count.failures().count() == 0 ? ExitCode.OK : ExitCode.SOME_REFUSED;
  }

  private List<RecipeBook.Usable> recipes(Settings settings) {
    if (recipeName.isPresent() && recipeFile.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "Use --recipe for one recipe, or --recipes for all of a file.");
    }
    if (recipeFile.isPresent()) {
      return RecipeBook.all(recipeFile.get());
    }
    return List.of(RecipeBook.read(settings.recipes()).usable(recipeName));
  }

  private static void warnOfOpenDoors(Settings settings) {
    if (settings.sandbox() == JailMode.OFF) {
      System.err.println(
          "tintype: TINTYPE_SANDBOX is off: a malicious file could do anything that your user "
              + "may do.");
    }
  }

  private ProcessorShare share() {
    int processors = Runtime.getRuntime().availableProcessors();
    int wanted = jobs.orElse(1);
    if (wanted < 1 || wanted > MOST_JOBS) {
      throw new ParameterException(spec.commandLine(), "--jobs must be 1 to " + MOST_JOBS + ".");
    }
    return ProcessorShare.of(wanted, processors);
  }

  private Report report(int files, long startedNanos) {
    if (json) {
      return new JsonReport(System.out);
    }
    Screen screen = OutputOptions.screen(spec);
    return new LineReport(screen, new Bar(screen, files, startedNanos).ticking());
  }
}
