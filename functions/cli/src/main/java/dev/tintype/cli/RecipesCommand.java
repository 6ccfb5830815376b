package dev.tintype.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.recipes.ExampleRecipes;
import dev.tintype.cli.recipes.FileCheck;
import dev.tintype.core.json.Json;
import dev.tintype.core.recipe.RecipeFile;
import dev.tintype.server.settings.FileTrouble;
import dev.tintype.server.settings.RecipeBook;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import dev.tintype.server.settings.WatermarkFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype recipes`: checks and prints recipe files.
@Command(
    name = "recipes",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Check a recipe file, print the recipes in use, or print examples.",
    description = {"", "docs/recipes.md describes the format of a recipe file."},
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype recipes check mine.json",
      "  tintype recipes show > all.json",
      "  tintype recipes examples shop > mine.json",
    },
    subcommands = {
      RecipesCommand.Check.class,
      RecipesCommand.Show.class,
      RecipesCommand.Examples.class
    })
final class RecipesCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  RecipesCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /// `tintype recipes check`.
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      header = "Check a recipe file and list every error in it.",
      description = {
        "",
        "Reads the file as --recipe, TINTYPE_RECIPES and a deployment on AWS read it. Each error "
            + "is one line that names the field, the value and what is allowed. Without errors, "
            + "the command prints one line per recipe, and a warning if a recipe may need more "
            + "memory than a renderer may use.",
      },
      optionListHeading = "%nOptions:%n",
      exitCodeListHeading = "%nExit status (more in 'tintype --help'):%n",
      exitCodeList = {
        "0:The file has no errors.",
        "2:The command line is wrong, or the file cannot be read.",
        "3:The file has errors.",
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  tintype recipes check mine.json",
        "  tintype recipes show | tintype recipes check -",
        "  tintype recipes check mine.json --json | jq -r '.errors[]'",
      })
  static final class Check implements Callable<Integer> {

    /// The JSON reader accepts 4 MiB; one byte more shows that a file is longer.
    private static final int MOST_BYTES = (4 << 20) + 1;

    private static final String STANDARD_INPUT = "-";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The recipe file; - means standard input.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    Check() {}

    @Override
    public Integer call() throws IOException {
      int processors = Runtime.getRuntime().availableProcessors();
      FileCheck check =
          FileCheck.of(
              file.toString(),
              content(),
              WatermarkFolder.complete(RecipeBook.folder(file)),
              ProcessorShare.of(1, processors).encoders());
      PrintWriter out = spec.commandLine().getOut();
      List<String> lines = json ? List.of(Json.write(check.json())) : check.lines();
      lines.forEach(out::println);
      return check.faults().isEmpty() ? ExitCode.OK : ExitCode.SOME_REFUSED;
    }

    private byte[] content() throws IOException {
      if (file.toString().equals(STANDARD_INPUT)) {
        return System.in.readNBytes(MOST_BYTES);
      }
      if (Files.isDirectory(file)) {
        throw new InvalidSetting(file + " is a folder: name a recipe file.");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(MOST_BYTES);
      } catch (FileSystemException e) {
        throw new InvalidSetting("The recipe file cannot be read: " + FileTrouble.of(e));
      }
    }
  }

  /// `tintype recipes show`.
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      header = "Print recipes as a recipe file.",
      description = {
        "",
        "Prints the built-in recipes and those of TINTYPE_RECIPES, as GET /recipes does. The "
            + "output can be saved, changed and used as a recipe file; 'digest' is ignored then.",
      },
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tintype recipes show > all.json",
        "  tintype recipes show fast",
        "  tintype recipes show old.json         a single recipe becomes a list",
      })
  static final class Show implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        arity = "0..1",
        paramLabel = "NAME|FILE.json",
        description = "Print only this recipe, named as for 'tintype process --recipe'.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    Show() {}

    @Override
    public Integer call() {
      RecipeBook recipes = RecipeBook.read(Settings.read().recipes());
      ObjectNode file =
          name.map(recipes::find)
              .map(recipe -> RecipeFile.write(List.of(recipe), Optional.empty()))
              .orElseGet(() ->
                  RecipeFile.write(
                      recipes.forClients().recipes(), Optional.of(recipes.standard().name())));
      spec.commandLine().getOut().println(json ? Json.write(file) : Json.indented(file));
      return ExitCode.OK;
    }
  }

  /// `tintype recipes examples`.
  @Command(
      name = "examples",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      header = "Print example recipes to copy and change.",
      description = {
        "",
        "Prints the examples of docs/recipes.md as one recipe file, or one of them: "
            + "blog, shop, avatar, social, banner, logo, screenshot, print or avif-only.",
      },
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tintype recipes examples shop > mine.json",
        "  tintype recipes examples > examples.json",
        "  tintype process photo.jpg --recipes examples.json --out examples",
      })
  static final class Examples implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Print only this example.")
    private Optional<String> name = Optional.empty();

    Examples() {}

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      if (name.isEmpty()) {
        out.println(Json.indented(ExampleRecipes.all()));
      } else {
        out.print(text(name.get()));
        out.flush();
      }
      return ExitCode.OK;
    }

    private static String text(String name) {
      return ExampleRecipes.text(name)
          .orElseThrow(() ->
              new InvalidSetting(
                  "No example '%s': there are %s."
                      .formatted(name, String.join(", ", ExampleRecipes.NAMES))));
    }
  }
}
