package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.cli.recipes.ExampleRecipes;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.json.Json;
import dev.tintype.core.recipe.RecipeFile;
import dev.tintype.core.recipe.Recipes;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RecipesCommandTest {

  private static final String THUMBNAILS =
      """
      {"name":"thumbnails","sizes":[160,{"name":"square","width":90,"height":90,"fit":"cover"}],\
      "formats":{"webp":[{"quality":60,"effort":4}],"jpeg":[{"quality":60,"effort":0}]},\
      "background":"#ffffff","animation":false}\
      """;

  @TempDir private Path folder = Path.of("");

  private record Ran(int status, String out, String err) {}

  private static Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Tintype.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Ran(command.execute(words), out.toString(), err.toString());
  }

  /// Runs the command as a process.
  private static Ran process(Map<String, String> environment, String input, String... words)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(ServeProcess.command(words));
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(input);
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out, "");
  }

  private String file(String content) throws Exception {
    return Files.writeString(folder.resolve("mine.json"), content).toString();
  }

  @Test
  void aGoodFileIsDescribedInOneLinePerRecipe() throws Exception {
    String file = file(THUMBNAILS);
    String digest =
        RecipeFile.read(THUMBNAILS.getBytes(StandardCharsets.UTF_8)).one().digest().hex();
    Ran ran = run("recipes", "check", file);
    assertThat(ran)
        .isEqualTo(
            new Ran(
                ExitCode.OK,
                "thumbnails: sizes 160 square; formats webp jpeg; 4 variants; digest %s\n"
                    .formatted(digest),
                ""));
    JsonNode json = Json.parse(run("recipes", "check", "--json", file).out()).node();
    assertThat(json.path("valid").asBoolean()).isTrue();
    assertThat(json.path("errors")).isEmpty();
    assertThat(json.path("notes")).isEmpty();
    assertThat(json.path("recipes").toString())
        .isEqualTo(
            "[{\"name\":\"thumbnails\",\"sizes\":[\"160\",\"square\"],\"formats\":[\"webp\","
                + "\"jpeg\"],\"variants\":4,\"digest\":\""
                + digest
                + "\"}]");
  }

  @Test
  void everyErrorIsALineAndTheExitStatusSaysSo() throws Exception {
    String bad =
        THUMBNAILS.replace("#ffffff", "white").replace("\"quality\":60", "\"quality\":\"\\u001b\"");
    String file = file("{\"recipes\":[%s]}".formatted(bad));
    Ran ran = run("recipes", "check", file);
    assertThat(ran.status()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(ran.out().lines())
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).startsWith(file + ": ").doesNotContain("\u001b"))
        .contains(
            file + ": recipes[0].background must be # and six of 0-9 and a-f, not 'white'.",
            file + ": 3 errors");
    JsonNode json = Json.parse(run("recipes", "check", "--json", file).out()).node();
    assertThat(json.path("valid").asBoolean()).isFalse();
    assertThat(json.path("errors")).hasSize(3);
  }

  private static String marked(String watermark) {
    return THUMBNAILS
        .replace("\"fit\":", "\"watermark\":true,\"fit\":")
        .replace("\"formats\":{\"webp\"", "\"watermark\":" + watermark + ",\"formats\":{\"webp\"");
  }

  @Test
  void theWatermarkIsCheckedAndShownByItsDigest() throws Exception {
    byte[] logo = Files.readAllBytes(logo("logo.png", 9, 9));
    String digest = Sha256.of(logo).hex();
    logo("large.png", 2001, 2000);
    String file = file(marked("{\"file\":\"logo.png\"}"));
    assertThat(run("recipes", "check", file).status()).isEqualTo(ExitCode.OK);
    String shown = run("recipes", "show", file).out();
    assertThat(shown).contains("\"sha256\": \"" + digest + "\"").doesNotContain("logo.png");
    String other = Files.writeString(folder.resolve("shown.json"), shown).toString();
    assertThat(run("recipes", "check", other).out())
        .contains("watermark.sha256 names ", digest, "which does not exist", ": 1 error");
    Files.createDirectory(folder.resolve("watermarks"));
    Files.write(folder.resolve("watermarks").resolve(digest), logo);
    assertThat(run("recipes", "check", other).status()).isEqualTo(ExitCode.OK);
    assertThat(run("recipes", "check", file(marked("{\"file\":\"large.png\",\"width\":0}"))).out())
        .contains("which must have 1 to 4,000,000 px", "watermark.width", ": 2 errors");
  }

  private Path logo(String name, int width, int height) throws Exception {
    Path file = folder.resolve(name);
    ImageIO.write(new BufferedImage(width, height, 1), "png", file.toFile());
    return file;
  }

  @Test
  void badJsonIsAnErrorOfTheFile() throws Exception {
    Ran ran = run("recipes", "check", file("{\n  \"recipes\": [,]\n}"));
    assertThat(ran.status()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(ran.out()).contains("not valid JSON: ", "(line 2, column ");
  }

  @Test
  void aFileThatCannotBeReadIsReportedInOneSentence() {
    Ran missing = run("recipes", "check", folder.resolve("none.json").toString());
    assertThat(missing.status()).isEqualTo(ExitCode.USAGE);
    assertThat(missing.err()).contains("The recipe file cannot be read: there is no ");
    Ran directory = run("recipes", "check", folder.toString());
    assertThat(directory.status()).isEqualTo(ExitCode.USAGE);
    assertThat(directory.err()).contains(" is a folder: name a recipe file.");
    assertThat(run("recipes", "show", "none").status()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void recipesThatNeedTooMuchMemoryAreNamed() throws Exception {
    String box =
        "{\"name\":\"box-%1$d\",\"width\":3990,\"height\":399%1$d,\"fit\":\"contain\","
            + "\"padding\":\"transparent\"}";
    String boxes = IntStream.range(0, 8).mapToObj(box::formatted).collect(Collectors.joining(","));
    String many =
        THUMBNAILS
            .replace("\"sizes\":[160,", "\"sizes\":[160," + boxes + ",")
            .replace("\"webp\"", "\"avif\":[{\"quality\":50,\"effort\":2}],\"webp\"");
    Ran ran = run("recipes", "check", file(many));
    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .contains("warning: recipe thumbnails: every image will be refused with")
        .contains(" MiB predicted, 1150 admitted.");
    JsonNode json = Json.parse(run("recipes", "check", "--json", file(many)).out()).node();
    assertThat(json.path("notes")).hasSize(1);
  }

  @Test
  void aFileThatOnlyTheServerAcceptsIsNamed() throws Exception {
    String second = THUMBNAILS.replace("thumbnails", "second");
    String two = "{%s\"recipes\":[" + THUMBNAILS + "," + second + "]}";
    Ran ran = run("recipes", "check", file(two.formatted("")));
    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.out().lines()).hasSize(3);
    assertThat(ran.out())
        .contains("note: --recipe does not accept this file: it holds thumbnails, second: ");
    assertThat(run("recipes", "check", file(two.formatted("\"default\":\"second\","))).out())
        .doesNotContain("note: ");
  }

  @Test
  void shownRecipesAreAFileOfRecipes() {
    RecipeFile all = RecipeFile.read(run("recipes", "show").out().getBytes(StandardCharsets.UTF_8));
    assertThat(all).isEqualTo(new RecipeFile(Recipes.builtIn(), Optional.of("default")));
    RecipeFile fast =
        RecipeFile.read(run("recipes", "show", "fast").out().getBytes(StandardCharsets.UTF_8));
    assertThat(fast).isEqualTo(new RecipeFile(List.of(Recipes.FAST), Optional.empty()));
    assertThat(run("recipes", "show", "--json", "fast").out())
        .hasLineCount(1)
        .startsWith("{\"recipes\":[{\"name\":\"fast\",");
  }

  @Test
  void aSingleRecipeIsShownAsAList() throws Exception {
    Ran ran = run("recipes", "show", file(THUMBNAILS), "--json");
    assertThat(ran.out()).startsWith("{\"recipes\":[{\"name\":\"thumbnails\",");
  }

  @Test
  void theRecipesOfTheSettingAreShownAndTheOutputIsCheckedFromStandardInput() throws Exception {
    Map<String, String> setting =
        Map.of("TINTYPE_RECIPES", file(SmallRecipe.file(SmallRecipe.SMALL)));
    Ran shown = process(setting, "", "recipes", "show");
    assertThat(shown.status()).isEqualTo(ExitCode.OK);
    assertThat(RecipeFile.read(shown.out().getBytes(StandardCharsets.UTF_8)).recipes())
        .contains(Recipes.DEFAULT, Recipes.FAST, SmallRecipe.SMALL);
    Ran checked = process(Map.of(), shown.out(), "recipes", "check", "-");
    assertThat(checked.status()).isEqualTo(ExitCode.OK);
    assertThat(checked.out().lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).startsWith("small: sizes 32 64; formats avif webp"));
  }

  /// The examples that the document shows, in its order.
  private static List<String> documented() throws Exception {
    Path document = Path.of(System.getProperty("tintype.root"), "docs", "recipes.md");
    String page = Files.readString(document);
    String examples =
        page.substring(page.indexOf("\n## Examples to copy"), page.indexOf("\n## Several sets"));
    return Pattern.compile("(?s)```json\n(.*?)```")
        .matcher(examples)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void theExamplesAreThoseOfTheDocument() throws Exception {
    List<String> documented = documented();
    assertThat(documented).hasSameSizeAs(ExampleRecipes.NAMES);
    for (int i = 0; i < documented.size(); i++) {
      String name = ExampleRecipes.NAMES.get(i);
      Ran ran = run("recipes", "examples", name);
      assertThat(ran.status()).isZero();
      assertThat(ran.out()).as("docs/recipes.md").isEqualTo(documented.get(i));
      byte[] file = ran.out().getBytes(StandardCharsets.UTF_8);
      assertThat(RecipeFile.faults(file)).as(name).isEmpty();
      assertThat(RecipeFile.read(file).one().name()).isEqualTo(name);
    }
  }

  @Test
  void allExamplesTogetherAreARecipeFileThatAnyMachineAccepts() throws Exception {
    Ran ran = run("recipes", "examples");
    RecipeFile file = RecipeFile.read(ran.out().getBytes(StandardCharsets.UTF_8));
    assertThat(file.recipes().stream().map(Recipe::name))
        .containsExactlyElementsOf(ExampleRecipes.NAMES);
    Ran checked = run("recipes", "check", file(ran.out()));
    assertThat(checked.status()).isZero();
    assertThat(checked.out()).doesNotContain("needs_too_much_memory");
    assertThat(run("recipes", "examples", "poster").status()).isEqualTo(2);
  }
}
