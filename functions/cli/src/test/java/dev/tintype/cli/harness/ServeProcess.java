package dev.tintype.cli.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `tintype serve --json` as its own process.
///
/// @param process the server
/// @param client a client with every scope
/// @param token valid for this run
/// @param log its standard error
public record ServeProcess(Process process, Client client, String token, Path log)
    implements AutoCloseable {

  /// The entry point of the command line.
  public static final String MAIN = "dev.tintype.cli.Tintype";

  /// Starts the server on a data folder and waits until it is ready.
  ///
  /// @param environment additional variables
  public static ServeProcess start(Path data, Map<String, String> environment) throws IOException {
    return startUnder(List.of(), data, environment);
  }

  /// Starts the server through another command, which gets the server's command as arguments.
  public static ServeProcess startUnder(
      List<String> words, Path data, Map<String, String> environment) throws IOException {
    Path recipes = data.resolveSibling(data.getFileName() + "-recipes.json");
    Files.writeString(recipes, SmallRecipe.file(SmallRecipe.SMALL));
    Path log = data.resolveSibling(data.getFileName() + ".log");
    List<String> command = new ArrayList<>(words);
    command.addAll(command("serve", "--port", "0", "--json", "--data", data.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TINTYPE_RECIPES", recipes.toString());
    builder.environment().putAll(environment);
    return of(builder.redirectError(Redirect.appendTo(log.toFile())).start(), log);
  }

  /// Waits until a started server is ready.
  ///
  /// @param process `serve --json`
  /// @param log its standard error
  public static ServeProcess of(Process process, Path log) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException(
          "the server did not start: " + (Files.exists(log) ? Files.readString(log) : ""));
    }
    JsonNode json = Json.parse(line).node();
    URI url = URI.create(json.path("url").asText());
    String token = json.path("token").asText();
    return new ServeProcess(process, new Client(url, token), token, log);
  }

  /// @return the command line that starts a command of this build
  public static List<String> command(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    // It ends before C2 would pay for itself: the start takes 1.1 s of processor time, else 1.9 s.
    words.add("-XX:TieredStopAtLevel=1");
    words.add("-Dtintype.libvips=" + System.getProperty("tintype.libvips"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    words.addAll(List.of(arguments));
    return words;
  }

  /// @return its child processes: workers and their renderers
  public List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /// Kills it without a clean-up.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Asks it to stop.
  ///
  /// @return its exit status
  public int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      throw new AssertionError("the server does not stop");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
