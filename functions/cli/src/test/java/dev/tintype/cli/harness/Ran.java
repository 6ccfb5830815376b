package dev.tintype.cli.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command of this build that has run as a process.
///
/// @param status its exit status
/// @param out its standard output
/// @param err its standard error
public record Ran(int status, String out, String err) {

  private static final long LONGEST_MINUTES = 3;

  /// @param environment additional variables
  /// @param input its standard input
  public static Ran command(Map<String, String> environment, String input, String... arguments)
      throws IOException, InterruptedException {
    return with(List.of(), environment, input, arguments);
  }

  /// @param options more options of the JVM
  /// @param environment additional variables
  /// @param input its standard input
  public static Ran with(
      List<String> options, Map<String, String> environment, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(ServeProcess.command(arguments));
    words.addAll(1, options);
    Path in = temporary(".in");
    Path out = temporary(".out");
    Path err = temporary(".err");
    Files.writeString(in, input);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectInput(in.toFile())
            .redirectOutput(Redirect.to(out.toFile()))
            .redirectError(Redirect.to(err.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end: " + Files.readString(err));
    }
    Ran ran =
        new Ran(
            process.exitValue(),
            Files.readString(out, StandardCharsets.UTF_8),
            Files.readString(err, StandardCharsets.UTF_8));
    for (Path file : List.of(in, out, err)) {
      Files.delete(file);
    }
    return ran;
  }

  private static Path temporary(String ending) throws IOException {
    return Files.createTempFile("tintype", ending);
  }

  /// @return its standard output, one JSON object a line
  public List<JsonNode> lines() {
    return out.lines().<JsonNode>map(line -> Json.parse(line).node()).toList();
  }
}
