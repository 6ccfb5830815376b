package dev.tintype.cli.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// A server in memory, and commands that move its images.
@Timeout(120)
abstract class ChangeCase {

  private static final Logger FLOWS = Logger.getLogger("dev.tintype.flow");

  @TempDir Path folder;

  FakeServer server;

  @BeforeAll
  static void silenceTheLog() {
    FLOWS.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreTheLog() {
    FLOWS.setLevel(null);
  }

  @BeforeEach
  void serve() throws Exception {
    server = new FakeServer(folder.resolve("server"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// A command with only these options.
  @Command
  private static final class Options {
    @Mixin private ChangeOptions change = new ChangeOptions();
  }

  record Ran(Outcome outcome, JsonNode last, List<JsonNode> lines, String text) {}

  Ran run(String... words) throws Exception {
    List<String> all = new ArrayList<>();
    if (!List.of(words).contains("--recipe")) {
      all.addAll(List.of("--recipe", "other"));
    }
    all.addAll(List.of("--journal", folder.resolve("journal").toString()));
    all.addAll(List.of("--sheet", folder.resolve("sheet.html").toString()));
    all.addAll(List.of(words));
    Options options = new Options();
    new CommandLine(options).parseArgs(all.toArray(String[]::new));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Outcome outcome =
        new RecipeChange(
                options.change,
                new Server(server.url(), "token"),
                server.platform::now,
                new Screen(print, print, 0),
                true)
            .run();
    List<JsonNode> lines =
        out.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("{"))
            .<JsonNode>map(line -> Json.parse(line).node())
            .toList();
    return new Ran(
        outcome,
        lines.isEmpty() ? Json.object() : lines.getLast(),
        lines,
        out.toString(StandardCharsets.UTF_8));
  }

  List<String> shown(List<String> ids) {
    return ids.stream().map(id -> set(server.versions(id)).text("shown")).toList();
  }

  static JsonObject set(JsonObject image) {
    return image.objects("sets").stream()
        .filter(set -> set.text("recipe").equals("other"))
        .findFirst()
        .orElseThrow();
  }

  int versions(List<String> ids) {
    return ids.stream().mapToInt(id -> server.versions(id).objects("versions").size()).sum();
  }
}
