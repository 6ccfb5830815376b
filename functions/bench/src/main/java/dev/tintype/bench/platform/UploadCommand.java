package dev.tintype.bench.platform;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// One run of `tintype upload` over a folder.
///
/// @param process the command
/// @param lines its output, one JSON object per file
/// @param startedNanos its start time
public record UploadCommand(Process process, Path lines, long startedNanos) {

  /// Starts the command.
  ///
  /// @param script the script `tintype`
  /// @param lines an empty or absent file
  public static UploadCommand start(
      Path script, Server server, Path folder, String recipe, Path lines) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                script.toString(),
                "upload",
                folder.toString(),
                "--to",
                server.url().toString(),
                "--recipe",
                recipe,
                "--json")
            .redirectOutput(lines.toFile())
            .redirectError(Redirect.INHERIT);
    builder.environment().put("TINTYPE_TOKEN", server.token());
    long started = System.nanoTime();
    return new UploadCommand(builder.start(), lines, started);
  }

  /// The result of the command.
  ///
  /// @param seconds from its start to its end, when every image had its final state
  /// @param states number of images by final state
  public record Ended(double seconds, Map<String, Integer> states) {}

  /// Waits for the end of the command.
  public Ended end() throws IOException, InterruptedException {
    process.waitFor();
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    Map<String, Integer> states = new HashMap<>();
    for (String line : Files.readAllLines(lines)) {
      JsonObject json = Json.parse(line);
      states.merge(json.text("state"), 1, Integer::sum);
    }
    return new Ended(seconds, states);
  }
}
