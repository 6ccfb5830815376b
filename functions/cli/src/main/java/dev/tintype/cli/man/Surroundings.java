package dev.tintype.cli.man;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// What commands read beside their arguments: variables of the environment, and files that they
/// make or look for without being told.
final class Surroundings {

  private static final Set<String> SERVERS = Set.of("tintype serve", "tintype worker");
  private static final Set<String> RENDERING =
      Set.of(
          "tintype serve", "tintype worker", "tintype process", "tintype doctor", "tintype verify");

  private static final Predicate<CommandSpec> STORES = with("--data");
  private static final Predicate<CommandSpec> CLIENT = with("--to");
  private static final List<Thing> VARIABLES =
      List.of(
          new Thing(
              "TINTYPE_URL", "The URL of the server (default: http://127.0.0.1:8080).", CLIENT),
          new Thing("TINTYPE_TOKEN", "The token for the server's API.", CLIENT),
          new Thing(
              "TINTYPE_STORAGE",
              "Where originals and variants are: file:DIR or s3://ORIGINALS,VARIANTS (default: "
                  + "file:tintype-data).",
              STORES),
          new Thing(
              "TINTYPE_STORAGE_NEXT",
              "The storage that files are moved to or come from, while they are moved.",
              STORES),
          new Thing(
              "TINTYPE_JOBS",
              "The job store: sqlite:FILE or postgres://… (default: a file in the data folder).",
              STORES),
          new Thing(
              "TINTYPE_QUEUE",
              "The queue: sqlite:FILE, postgres://…, redis://…, nats://…, kafka://… or sqs://… "
                  + "(default: a file in the data folder).",
              STORES),
          new Thing(
              "TINTYPE_QUEUE_PASSWORD",
              "The password for the queue's server, where its address names no file with it.",
              STORES),
          new Thing(
              "TINTYPE_RECIPES",
              "A file with recipes that are added to the built-in ones.",
              Surroundings::isRendering),
          new Thing(
              "TINTYPE_SANDBOX",
              "How strictly renderers are locked in: require (the default), prefer or off.",
              Surroundings::isRendering),
          new Thing(
              "TINTYPE_JOBS_PER_RENDERER",
              "After how many images a renderer is replaced by a fresh one (default: 500).",
              Surroundings::isRendering),
          new Thing(
              "TINTYPE_WORKERS",
              "How many worker processes run (default: as many as fit).",
              Surroundings::isServer),
          new Thing(
              "TINTYPE_ENCODERS",
              "How many files each worker encodes at once (default: the processors divided among "
                  + "the workers).",
              Surroundings::isServer),
          new Thing(
              "TINTYPE_PUBLIC_URL",
              "The URL at which clients reach a server behind a proxy.",
              Surroundings::isServer),
          new Thing(
              "TINTYPE_FILES_URL",
              "The URL at which viewers find the files, such as that of a CDN (default: "
                  + "TINTYPE_PUBLIC_URL/files).",
              Surroundings::isServer),
          new Thing(
              "TINTYPE_LOOK_URL",
              "Where the server looks whether erased files are gone (default: TINTYPE_FILES_URL, "
                  + "else its own address).",
              Surroundings::isServer),
          new Thing(
              "TINTYPE_RECEIPT_KEY_FILE",
              "The private key that signs receipts of erasures (default: receipts/key.pem in the "
                  + "data folder).",
              Surroundings::isServer),
          new Thing(
              "TINTYPE_ALLOWED_ORIGINS",
              "The sites whose pages may use the API, separated by commas; * allows all.",
              Surroundings::isServer),
          new Thing(
              "TINTYPE_TRUSTED_PROXIES",
              "Addresses or ranges of proxies whose X-Forwarded-For is believed, separated by "
                  + "commas.",
              Surroundings::isServer),
          new Thing(
              "TINTYPE_WEBHOOK_URL",
              "The address that receives notifications.",
              Surroundings::isServer),
          new Thing(
              "TINTYPE_WEBHOOK_SECRET",
              "The secret that signs them: whsec_ and base64.",
              Surroundings::isServer),
          new Thing(
              "TINTYPE_WEBHOOK_PRIVATE",
              "allow permits a webhook at an address that is not public.",
              Surroundings::isServer),
          new Thing(
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              "Where traces are sent, by OpenTelemetry; docs/traces.md has the other variables "
                  + "(default: there are no traces).",
              Surroundings::isServer));

  private static final List<Thing> FILES =
      List.of(
          new Thing(
              "./tintype-data",
              "The data folder, where neither --data nor TINTYPE_STORAGE names one.",
              STORES),
          new Thing(
              "tintype-import-ID.jsonl",
              "What an import has done, where --state names no other file.",
              with("--state").and(with("--mapping"))),
          new Thing(
              "reprocess-NAME.journal",
              "How far a change of a recipe is, where --journal names no other file.",
              with("--journal")));

  private Surroundings() {}

  /// Something that a command reads.
  ///
  /// @param name as it is written
  /// @param meaning a sentence
  /// @param reader the commands that read it
  record Thing(String name, String meaning, Predicate<CommandSpec> reader) {}

  private static boolean isServer(CommandSpec command) {
    return SERVERS.contains(command.qualifiedName());
  }

  private static boolean isRendering(CommandSpec command) {
    return RENDERING.contains(command.qualifiedName());
  }

  private static Predicate<CommandSpec> with(String option) {
    return command -> command.findOption(option) != null;
  }

  /// @return the variables that a command reads or speaks of; all of them for the root, and a
  ///   subset of those that [dev.tintype.server.settings.Settings#names] knows
  static List<Thing> variables(CommandSpec command) {
    String help = help(command);
    return chosen(VARIABLES, command, thing -> help.matches("(?s).*\\b" + thing.name() + "\\b.*"));
  }

  /// @return the files that a command makes or looks for; all of them for the root
  static List<Thing> files(CommandSpec command) {
    return chosen(FILES, command, _ -> false);
  }

  private static List<Thing> chosen(
      List<Thing> things, CommandSpec command, Predicate<Thing> isNamed) {
    return things.stream()
        .filter(thing ->
            command.parent() == null || thing.reader().test(command) || isNamed.test(thing))
        .toList();
  }

  private static String help(CommandSpec command) {
    Stream<ArgSpec> parameters = command.positionalParameters().stream().map(each -> each);
    Stream<String> ofArguments =
        Stream.concat(parameters, command.options().stream())
            .flatMap(each -> Arrays.stream(each.description()));
    return Stream.of(
            Arrays.stream(command.usageMessage().description()),
            Arrays.stream(command.usageMessage().footer()),
            ofArguments)
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }
}
