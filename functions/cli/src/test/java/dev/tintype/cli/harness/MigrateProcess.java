package dev.tintype.cli.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `tintype migrate` as its own process.
///
/// @param data its data folder
/// @param environment additional variables
public record MigrateProcess(Path data, Map<String, String> environment) {

  /// What a process said.
  ///
  /// @param status its exit status
  /// @param out its standard output
  /// @param errors its standard error
  public record Ran(int status, String out, String errors) {
    /// @return the lines of `--json`
    public List<JsonNode> events() {
      return out.lines().<JsonNode>map(line -> Json.parse(line).node()).toList();
    }

    /// @return the first line of `--json` of an event
    public JsonNode event(String name) {
      return events().stream()
          .filter(line -> line.path("event").asText().equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError(out + errors));
    }
  }

  /// Runs it to its end.
  public Ran run(String... words) throws IOException, InterruptedException {
    Path errors = data.resolveSibling("migrate.log");
    Process process = builder(0, words).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("migrate does not end");
    }
    return new Ran(process.exitValue(), out, Files.readString(errors));
  }

  /// @param columns the width of the terminal that it believes to have; 0 for none
  public ProcessBuilder builder(int columns, String... words) {
    List<String> all = new ArrayList<>(ServeProcess.command("migrate"));
    all.add(1, "-Dtintype.columns=" + columns);
    // It runs for moments, in which a better compiler does not pay.
    all.add(1, "-XX:TieredStopAtLevel=1");
    all.addAll(List.of("--data", data.toString()));
    all.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().putAll(environment);
    return builder;
  }
}
