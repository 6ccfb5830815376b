package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.chaos.stack.Small;
import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import dev.tintype.core.provider.Addresses;
import dev.tintype.render.launch.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Backs up a serving host with the real command while pictures are uploaded, processed again and
/// erased, kills the command at random moments, and restores the last backup elsewhere.
final class BackupRun {

  private static final int PATIENCE_MINUTES = 20;
  private static final int LAST_MILLIS = 2_500;

  private final Path folder;
  private final String libvips;
  private final Random random;
  private final long seed;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Integer> statuses = new ArrayList<>();

  BackupRun(Path folder, String libvips, Map<String, String> environment, long seed)
      throws IOException {
    this.folder = folder;
    this.libvips = libvips;
    this.random = new Random(seed);
    this.seed = seed;
    Files.createDirectories(temporary());
    Path recipes = Files.writeString(folder.resolve("recipes.json"), Small.file());
    this.environment.putAll(environment);
    this.environment.put("TINTYPE_RECIPES", recipes.toString());
    this.environment.put("TINTYPE_WORKERS", "1");
  }

  /// The result.
  ///
  /// @param files how many public files there were before
  /// @param kills how often a backup was killed while it ran
  /// @param backups how many became whole
  /// @param again how many images were processed again
  /// @param uploads how many pictures were uploaded
  /// @param erased how many images were erased
  /// @param ready how many images were ready right before the last backup
  /// @param missing what of these was not there, or had other bytes, after the restore
  /// @param shown how many images were there that had been erased before the last backup
  /// @param copied how many files the last backup copied
  /// @param of how many files it holds
  /// @param statuses of each command that had to succeed
  record Result(
      int files,
      int kills,
      int backups,
      int again,
      int uploads,
      int erased,
      int ready,
      int missing,
      int shown,
      long copied,
      long of,
      List<Integer> statuses) {}

  private Path temporary() {
    return folder.resolve("tmp");
  }

  private ProcessBuilder command(
      Launch launch, Map<String, String> more, String name, String... words) {
    List<String> properties =
        List.of("java.io.tmpdir=" + temporary(), "tintype.libvips=" + libvips);
    ProcessBuilder builder =
        new ProcessBuilder(launch.words(properties, "dev.tintype.cli.Tintype", List.of(words)))
            .redirectError(Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    builder.environment().putAll(environment);
    builder.environment().putAll(more);
    return builder;
  }

  /// Runs a command to its end.
  ///
  /// @return its last line
  String ended(Map<String, String> more, String... words) throws Exception {
    Process process = command(Launch.VERIFY, more, words[0], words).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Files.writeString(
        folder.resolve(words[0] + ".out"),
        out,
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(words[0] + " does not end");
    }
    statuses.add(process.exitValue());
    return out.lines().reduce((_, last) -> last).orElse("");
  }

  /// Kills a backup at a random moment after it began to work.
  ///
  /// @return whether it was killed while it ran
  private boolean killed(String data, String place) throws Exception {
    Process process =
        command(
                Launch.VERIFY,
                Map.of(),
                "killed",
                "backup",
                place,
                "--json",
                "--full",
                "--data",
                data)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    if (out.readLine() == null) {
      throw new IllegalStateException("the backup did not begin: see killed.log");
    }
    boolean hasEnded = process.waitFor(random.nextInt(LAST_MILLIS), TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return !hasEnded;
  }

  /// @return where the host keeps its data
  Path data() {
    return folder.resolve("data");
  }

  /// @return a folder for another installation
  Path folder(String name) {
    return folder.resolve(name);
  }

  /// Runs everything on files and SQLite.
  Result run(int images, int kills, String place) throws Exception {
    Map<String, Sha256> files = new FilledFolder(data(), temporary()).fill(images);
    Addresses usual = Addresses.DATA_FOLDER;
    ReadyImages first = ReadyImages.of(data(), usual);
    int killed = 0;
    int backups = 0;
    Traffic traffic;
    Reprocesses again;
    ReadyImages before;
    Set<ImageId> gone;
    JsonNode last;
    try (ServedHost server =
        ServedHost.start(
            command(
                Launch.SERVE,
                Map.of(),
                "serve",
                "serve",
                "--json",
                "--port",
                "0",
                "--data",
                data().toString()))) {
      traffic = new Traffic(server.url(), server.token(), files, seed);
      again = new Reprocesses(server.url(), server.token());
      traffic.start(20);
      again.start();
      for (int i = 0; killed < kills && i < 3 * kills; i++) {
        killed += killed(data().toString(), place) ? 1 : 0;
        if (i % 4 == 3) {
          backup(place);
          backups++;
        }
      }
      before = ReadyImages.of(data(), usual);
      last = backup(place);
      backups++;
      gone = new HashSet<>(before.live());
      gone.removeAll(ReadyImages.of(data(), usual).live());
      again.stop();
      traffic.stop();
    }
    ended(Map.of(), "backup", "verify", place);
    Path restored = folder("restored");
    restore(place, restored, usual, Map.of());
    List<String> missing = before.missing(restored, usual, gone);
    Files.write(folder.resolve("missing.txt"), missing);
    Set<ImageId> erased = new HashSet<>(first.live());
    erased.removeAll(before.live());
    Set<ImageId> shown = new HashSet<>(ReadyImages.of(restored, usual).live());
    shown.retainAll(erased);
    return new Result(
        files.size(),
        killed,
        backups,
        again.count(),
        traffic.uploads(),
        traffic.erasedImages(),
        before.shown().size(),
        missing.size(),
        shown.size(),
        last.path("copiedFiles").asLong(),
        last.path("files").asLong(),
        List.copyOf(statuses));
  }

  private JsonNode backup(String place) throws Exception {
    String out = ended(Map.of(), "backup", place, "--json", "--data", data().toString());
    return Json.parse(out).node();
  }

  /// Restores the latest backup of a place into an installation, and compares that with its
  /// records.
  ///
  /// @param settings of the installation
  void restore(String place, Path data, Addresses addresses, Map<String, String> settings)
      throws Exception {
    ended(settings, "restore", place, "--json", "--data", data.toString());
    ended(settings, "verify", "--data", data.toString());
    System.out.println(
        "restored %d live images into %s"
            .formatted(ReadyImages.of(data, addresses).live().size(), addresses.jobs()));
  }

  /// @return the statuses of the commands that had to succeed
  List<Integer> statuses() {
    return List.copyOf(statuses);
  }
}
