package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.man.ManPage;
import dev.tintype.server.settings.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// `.ci/bundle/run` lets `man` show every page.
class ManPageTest {

  private static final Set<String> MACROS =
      Set.of("TH", "SH", "TP", "PP", "RS", "RE", "nf", "fi", "nh", "ad");

  @TempDir private Path folder;

  static List<ManPage> pages() {
    return ManPage.all(Tintype.commandLine().getCommandSpec(), "1.0");
  }

  private static ManPage page(String file) {
    return pages().stream().filter(page -> page.file().equals(file)).findFirst().orElseThrow();
  }

  /// @return what is shown of a part of a page, without fonts
  private static String plain(String roff) {
    return roff.replaceAll("\\\\f[BIR]", "")
        .replace("\\&", "")
        .replace("\\-", "-")
        .replace("\\(aq", "'")
        .replace("\\(dq", "\"")
        .replace("\\(ga", "`")
        .replace("\\(ha", "^")
        .replace("\\(ti", "~")
        .replace("\\[u2026]", "…")
        .replace("\\(rs", "\\");
  }

  private static String section(ManPage page, String heading) {
    String roff = page.roff();
    int from = roff.indexOf("\n.SH " + heading + "\n");
    assertThat(from).as(page.file() + " " + heading).isPositive();
    int to = roff.indexOf("\n.SH ", from + 1);
    return roff.substring(from, to < 0 ? roff.length() : to);
  }

  @Test
  void everyCommandHasAPageOfItsOwn() {
    assertThat(pages())
        .extracting(ManPage::file)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(40)
        .contains("tintype.1", "tintype-serve.1", "tintype-images-list.1", "tintype-help.1");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLineIsTextOrAMacroOfMan(ManPage page) {
    assertThat(page.roff())
        .matches("(?s)\\.TH [ -~\n]*\n")
        .doesNotContain("\n\n", "${", "%n", "%%");
    assertThat(page.roff().lines())
        .allSatisfy(line -> {
          if (line.startsWith(".")) {
            assertThat(MACROS).contains(line.substring(1).split(" ", 2)[0]);
          }
          assertThat(line).doesNotStartWith("'").doesNotEndWith(" ").isNotEmpty();
          assertThat(line.replaceAll("\\\\(f[BIR]|&|-|\\(\\w\\w|\\[u[0-9A-F]+])", ""))
              .doesNotContain("\\");
        });
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageHasEverySection(ManPage page) {
    assertThat(section(page, "NAME"))
        .contains("\n" + page.file().replace(".1", "").replace("-", "\\-") + " \\- ");
    assertThat(plain(section(page, "SYNOPSIS"))).contains(page.command().qualifiedName());
    for (String heading :
        List.of("DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES", "SEE ALSO")) {
      assertThat(section(page, heading).lines().count()).as(heading).isGreaterThan(2);
    }
    assertThat(plain(section(page, "EXIT STATUS"))).contains("\n130\n");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyOptionAndParameterIsInThePageWithItsDescription(ManPage page) {
    String options = plain(section(page, "OPTIONS"));
    CommandSpec command = page.command();
    Stream<ArgSpec> parameters = command.positionalParameters().stream().map(each -> each);
    List<ArgSpec> shown =
        Stream.concat(parameters, command.options().stream())
            .filter(each -> !each.hidden())
            .toList();
    assertThat(shown).hasSizeGreaterThanOrEqualTo(4);
    for (ArgSpec each : shown) {
      String label =
          each instanceof OptionSpec option
              ? String.join(", ", option.names())
                  + (option.arity().max() == 0 ? "" : "=" + option.paramLabel())
              : each.paramLabel();
      String description = String.join(" ", each.description());
      assertThat(description).as(label).isNotBlank();
      assertThat(options).contains("\n.TP\n" + label + "\n" + description);
    }
    assertThat(options).contains("\n--quiet\n", "\n--verbose\n", "\n-h, --help\n");
    assertThat(options).doesNotContain("--attached");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyExampleOfTheHelpIsInThePage(ManPage page) {
    assertThat(plain(section(page, "EXAMPLES")).lines())
        .containsAll(
            Arrays.stream(page.command().usageMessage().footer())
                .filter(line -> !line.isBlank())
                .map(line -> String.format(line).replaceFirst("^  ", ""))
                .toList());
  }

  @Test
  void thePageOfTintypeNamesEveryVariableAndEveryCommand() {
    ManPage page = page("tintype.1");
    Set<String> named =
        plain(section(page, "ENVIRONMENT"))
            .lines()
            .filter(line -> line.matches("TINTYPE_[A-Z_]+"))
            .collect(Collectors.toSet());
    assertThat(named).isEqualTo(Settings.names());
    assertThat(plain(section(page, "COMMANDS")))
        .contains(
            Tintype.commandLine().getSubcommands().keySet().stream()
                .map(name -> "\ntintype-" + name + "(1)\n")
                .toList());
  }

  @Test
  void percentSignsAndDefaultsAreThoseOfTheHelp() {
    ManPage page = page("tintype-reprocess.1");
    assertThat(plain(section(page, "OPTIONS"))).contains("Move only a share, such as 1% or 20,");
    assertThat(plain(section(page, "EXAMPLES"))).contains("--apply --canary 1%\n");
    assertThat(plain(section(page("tintype-restore.1"), "OPTIONS"))).contains("(default: 4).");
    assertThat(plain(section(page("tintype-migrate-files.1"), "OPTIONS")))
        .contains("or files where only files are read (default: 8).");
  }

  @Test
  void aPageNamesTheVariablesAndFilesOfItsCommand() {
    assertThat(plain(section(page("tintype-upload.1"), "ENVIRONMENT")))
        .contains("TINTYPE_URL", "TINTYPE_TOKEN")
        .doesNotContain("TINTYPE_JOBS");
    assertThat(plain(section(page("tintype-serve.1"), "ENVIRONMENT")))
        .contains("TINTYPE_STORAGE\n", "TINTYPE_SANDBOX", "TINTYPE_WEBHOOK_SECRET");
    assertThat(plain(section(page("tintype-token-list.1"), "FILES"))).contains("./tintype-data");
    assertThat(page("tintype-sample.1").roff()).doesNotContain(".SH FILES");
  }

  @Test
  void filesThatCommandsMakeAreNamedAsTheirOptionsNameThem() {
    String files = plain(section(page("tintype.1"), "FILES"));
    for (String file :
        List.of("./tintype-data", "tintype-import-ID.jsonl", "reprocess-NAME.journal")) {
      assertThat(files).contains("\n" + file + "\n");
      assertThat(pages())
          .as(file)
          .anySatisfy(page -> assertThat(plain(section(page, "OPTIONS"))).contains(file));
    }
  }

  @Command(
      name = "strange",
      header = "Show 'this'.",
      description = {"", ".SH is no heading, 100%% sure.", "", "  .indented 'line' \\fB", "after"},
      footer = "  strange --x '\\n'")
  static final class Strange {
    @Option(names = "--x-y", paramLabel = ".A", description = ".B \"c\" \\d")
    private String xy = "";
  }

  @Test
  void textThatLooksLikeRoffIsShown() {
    String roff = new ManPage(CommandSpec.forAnnotatedObject(new Strange()), "1").roff();
    assertThat(roff)
        .contains("strange \\- Show \\(aqthis\\(aq\n")
        .contains(".PP\n\\&.SH is no heading, 100% sure.\n")
        .contains(".nf\n\\&.indented \\(aqline\\(aq \\(rsfB\n.fi\n.RE\n.PP\nafter\n")
        .contains("\\fB\\-\\-x\\-y\\fR=\\fI\\&.A\\fR\n\\&.B \\(dqc\\(dq \\(rsd\n")
        .contains(".nf\nstrange \\-\\-x \\(aq\\(rsn\\(aq\n.fi\n");
  }

  @Test
  void allPagesAreWrittenIntoAFolder() {
    Path there = folder.resolve("man/man1");
    assertThat(Tintype.commandLine().execute("help", "--man", "--out", there.toString())).isZero();
    assertThat(there.toFile().list())
        .containsExactlyInAnyOrderElementsOf(pages().stream().map(ManPage::file).toList());
  }
}
