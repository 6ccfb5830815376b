package dev.tintype.bench.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/// The run time of `tintype process` for a folder.
///
/// @param first the number of the first photograph
/// @param count the number of photographs
/// @param jobs how many jobs run at once
/// @param seconds run time of the command
public record ProcessFigure(int first, int count, int jobs, double seconds) {

  /// The prefix of these figures' ids.
  public static final String PREFIX = "process/";

  /// Runs the command.
  ///
  /// @param script the script `tintype`
  /// @param photos a folder with the photographs
  /// @param out an absent folder
  /// @throws IllegalStateException when a photograph fails
  public static ProcessFigure of(Path script, Path photos, Path out, int first, int count, int jobs)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(
                script.toAbsolutePath().toString(),
                "process",
                photos.toString(),
                "--out",
                out.toString(),
                "--recipe",
                "fast",
                "--jobs",
                Integer.toString(jobs),
                "--json")
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException("tintype process ended with " + status);
    }
    return new ProcessFigure(first, count, jobs, (System.nanoTime() - began) / 1e9);
  }

  /// @return the figure as JSON
  public ObjectNode json() {
    return Json.object()
        .put("id", PREFIX + first + "+" + count + "/" + jobs)
        .put("first", first)
        .put("count", count)
        .put("jobs", jobs)
        .put("seconds", seconds);
  }

  /// Parses the result of [#json].
  public static ProcessFigure read(JsonObject figure) {
    ObjectNode json = figure.node();
    return new ProcessFigure(
        json.path("first").asInt(),
        json.path("count").asInt(),
        json.path("jobs").asInt(),
        json.path("seconds").asDouble());
  }
}
