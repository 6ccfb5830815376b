package dev.tintype.cli.man;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The man page of one command, from what its help is made of.
///
/// @param command the command
/// @param release of Tintype
public record ManPage(CommandSpec command, String release) {

  private static final String SECTION = "1";

  /// @return the page of a command and those of all commands below it
  public static List<ManPage> all(CommandSpec command, String release) {
    return Stream.concat(
            Stream.of(new ManPage(command, release)),
            children(command).flatMap(child -> all(child, release).stream()))
        .toList();
  }

  private static Stream<CommandSpec> children(CommandSpec command) {
    return command.subcommands().values().stream().map(CommandLine::getCommandSpec).distinct();
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /// @return the name of its file, such as `tintype-serve.1`
  public String file() {
    return name(command) + "." + SECTION;
  }

  /// @return the page in the macros of `man(7)`, in ASCII, with a line end at its end
  public String roff() {
    List<String> page = new ArrayList<>();
    page.add(
        ".TH %s %s \"\" %s \"Tintype\""
            .formatted(
                Roff.argument(name(command).toUpperCase(Locale.ROOT)),
                SECTION,
                Roff.argument("Tintype " + release)));
    page.add(".nh");
    page.add(".ad l");
    section(page, "NAME", List.of(Roff.text(name(command)) + " \\- " + Roff.text(purpose())));
    section(page, "SYNOPSIS", List.of(synopsis()));
    section(page, "DESCRIPTION", description());
    section(page, "COMMANDS", commands());
    section(page, "OPTIONS", options());
    section(page, "EXIT STATUS", statuses());
    section(page, "ENVIRONMENT", things(Surroundings.variables(command)));
    section(page, "FILES", things(Surroundings.files(command)));
    section(page, "EXAMPLES", blocks(command.usageMessage().footer()));
    section(page, "SEE ALSO", List.of(others()));
    return String.join("\n", page) + "\n";
  }

  private static void section(List<String> page, String heading, List<String> content) {
    if (!content.isEmpty()) {
      page.add(".SH " + heading);
      page.addAll(content);
    }
  }

  private String purpose() {
    return header(command).replaceFirst("\\.$", "");
  }

  private static String header(CommandSpec command) {
    return sentence(command.usageMessage().header());
  }

  /// Texts of a command are formats, as `%%` for a percent sign shows.
  private static String sentence(String... lines) {
    return String.format(Locale.ROOT, String.join(" ", lines)).strip();
  }

  private String synopsis() {
    String all =
        new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0).replaceAll("\\s+", " ");
    String words = command.qualifiedName();
    return Roff.bold(words) + Roff.text(all.substring(words.length()).stripTrailing());
  }

  private List<String> description() {
    List<String> lines = new ArrayList<>(List.of(header(command), ""));
    lines.addAll(Arrays.asList(command.usageMessage().description()));
    return blocks(lines.toArray(String[]::new));
  }

  private List<String> commands() {
    return children(command)
        .flatMap(child ->
            Stream.of(
                ".TP", Roff.bold(name(child)) + "(" + SECTION + ")", Roff.text(header(child))))
        .toList();
  }

  private List<String> options() {
    Stream<ArgSpec> parameters = command.positionalParameters().stream().map(each -> each);
    return Stream.concat(parameters, command.options().stream())
        .filter(each -> !each.hidden())
        .flatMap(each -> Stream.of(".TP", label(each), Roff.text(description(each))))
        .toList();
  }

  /// Picocli has filled in the description of an option already.
  private static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private static String label(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return Roff.italic(argument.paramLabel());
    }
    String names = Arrays.stream(option.names()).map(Roff::bold).collect(Collectors.joining(", "));
    return option.arity().max() == 0 ? names : names + "=" + Roff.italic(option.paramLabel());
  }

  /// @return what every command may end with, in the command's own words where it has some
  private List<String> statuses() {
    Map<Integer, String> meanings = new TreeMap<>();
    Stream.of(command.root(), command)
        .flatMap(each -> each.usageMessage().exitCodeList().entrySet().stream())
        .forEach(each -> meanings.put(Integer.valueOf(each.getKey().strip()), each.getValue()));
    return meanings.entrySet().stream()
        .flatMap(each ->
            Stream.of(
                ".TP",
                Roff.bold(Integer.toString(each.getKey())),
                Roff.text(sentence(each.getValue()))))
        .toList();
  }

  private static List<String> things(List<Surroundings.Thing> things) {
    return things.stream()
        .flatMap(thing -> Stream.of(".TP", Roff.bold(thing.name()), Roff.text(thing.meaning())))
        .toList();
  }

  /// Lines that are set in by two blanks are kept as they are; each other line is a paragraph.
  private static List<String> blocks(String... lines) {
    List<String> roff = new ArrayList<>();
    boolean isKept = false;
    for (String line : lines) {
      String said = String.format(Locale.ROOT, line);
      boolean keep = said.startsWith("  ");
      if (keep != isKept) {
        roff.addAll(keep ? List.of(".PP", ".RS 4", ".nf") : List.of(".fi", ".RE"));
        isKept = keep;
      }
      if (keep) {
        roff.add(Roff.text(said.substring(2)));
      } else if (!said.isBlank()) {
        roff.addAll(List.of(".PP", Roff.text(said)));
      }
    }
    if (isKept) {
      roff.addAll(List.of(".fi", ".RE"));
    }
    return roff;
  }

  private String others() {
    CommandSpec root = command.root();
    CommandSpec parent = command.parent() == null ? root : command.parent();
    String pages =
        Stream.concat(Stream.of(root, parent), children(command))
            .map(ManPage::name)
            .distinct()
            .filter(each -> !each.equals(name(command)))
            .map(each -> Roff.bold(each) + "(" + SECTION + ")")
            .collect(Collectors.joining(", "));
    String docs = Roff.text("the folder docs of the release, where one-machine.md comes first");
    return pages.isEmpty() ? docs : pages + ", " + docs;
  }
}
