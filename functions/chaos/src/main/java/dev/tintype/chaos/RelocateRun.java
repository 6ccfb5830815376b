package dev.tintype.chaos;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulator;
import dev.tintype.chaos.stack.Small;
import dev.tintype.core.Sha256;
import dev.tintype.render.launch.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Moves the files of a serving host to an S3 store with the real command, which is killed at
/// random moments and started again, and finishes the move. Then the host runs on the new store
/// alone.
final class RelocateRun {

  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final int LAST_MILLIS = 4_000;
  private static final int FINISH_KILLS = 5;
  private static final int FINISH_TRIES = 20;
  private static final int FIRST_FINISH_MILLIS = 1_000;

  /// The exit status of a process that SIGKILL ended.
  private static final int KILLED = 128 + 9;

  private final Path folder;
  private final String libvips;
  private final int images;
  private final int readsPerSecond;
  private final Random random;
  private final Map<String, String> environment = new HashMap<>();
  private final String address;

  RelocateRun(Path folder, String libvips, URI endpoint, int images, int readsPerSecond, long seed)
      throws IOException {
    this.folder = folder;
    this.libvips = libvips;
    this.images = images;
    this.readsPerSecond = readsPerSecond;
    this.random = new Random(seed);
    EmulatedAws s3 =
        new EmulatedAws(new Emulator("S3", endpoint, endpoint, endpoint, Optional.empty()));
    this.address = "s3://%s,%s?endpoint=%s".formatted(s3.newBucket(), s3.newBucket(), endpoint);
    Files.createDirectories(temporary());
    Path recipes = Files.writeString(folder.resolve("recipes.json"), Small.file());
    environment.put("TINTYPE_RECIPES", recipes.toString());
    environment.put("TINTYPE_STORAGE_NEXT", address);
    environment.put("TINTYPE_WORKERS", "1");
    environment.put("AWS_ACCESS_KEY_ID", Emulator.KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", Emulator.KEY);
  }

  /// The result.
  ///
  /// @param files how many files the host had before
  /// @param kills how often the command was killed while it ran
  /// @param reads how many public files were read meanwhile
  /// @param failedReads how many of these failed, or had other bytes
  /// @param uploads how many pictures were uploaded meanwhile
  /// @param lost how many of these failed, or are not ready with all files in the new store, and
  ///   how many erasures failed
  /// @param finishKills how often `--finish` was killed while it ran
  /// @param erased how many images were erased meanwhile
  /// @param shown how many of their files were found after they had been gone, or stayed
  /// @param statuses of `--verify`, `--finish` and `tintype verify` on the new store alone
  record Result(
      int files,
      int kills,
      long reads,
      int failedReads,
      int uploads,
      int lost,
      int finishKills,
      int erased,
      int shown,
      List<Integer> statuses) {}

  private Path temporary() {
    return folder.resolve("tmp");
  }

  private Path data() {
    return folder.resolve("data");
  }

  private ProcessBuilder command(Launch launch, String... words) {
    List<String> properties =
        List.of("java.io.tmpdir=" + temporary(), "tintype.libvips=" + libvips);
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", data().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(launch.words(properties, "dev.tintype.cli.Tintype", all))
            .redirectError(Redirect.appendTo(folder.resolve(words[0] + ".log").toFile()));
    builder.environment().putAll(environment);
    return builder;
  }

  private ServedHost serve() throws IOException {
    return ServedHost.start(command(Launch.SERVE, "serve", "--json", "--port", "0"));
  }

  private ProcessBuilder move(String... more) {
    List<String> words = new ArrayList<>(List.of("migrate", "files", "--json"));
    words.addAll(List.of(more));
    return command(Launch.VERIFY, words.toArray(String[]::new))
        .redirectOutput(Redirect.appendTo(folder.resolve("migrate.out").toFile()));
  }

  Result run(int kills) throws Exception {
    Map<String, Sha256> files = new FilledFolder(data(), temporary()).fill(images);
    List<Integer> statuses = new ArrayList<>();
    int killed = 0;
    int finishKills;
    Traffic traffic;
    try (ServedHost server = serve()) {
      traffic = new Traffic(server.url(), server.token(), files, random.nextLong());
      traffic.start(readsPerSecond);
      while (killed < kills && killed(move("--rate", "1"), LAST_MILLIS).isEmpty()) {
        killed++;
      }
      ended(move());
      statuses.add(ended(move("--verify")));
      finishKills = finishesKilled();
      statuses.add(finished());
      TimeUnit.SECONDS.sleep(5);
      traffic.stop();
      tell("shown", traffic.shown(PATIENCE));
      tell("lost", traffic.lost(PATIENCE));
    }
    environment.put("TINTYPE_STORAGE", address);
    environment.remove("TINTYPE_STORAGE_NEXT");
    int lost;
    int shown;
    try (ServedHost server = serve()) {
      try (Traffic later = new Traffic(server.url(), server.token(), traffic)) {
        List<String> lostOnes = later.lost(Duration.ofMinutes(1));
        tell("lost", lostOnes);
        lost = lostOnes.size();
        List<String> shownOnes = later.shown(Duration.ofMinutes(1));
        tell("shown", shownOnes);
        shown = shownOnes.size();
      }
      statuses.add(ended(command(Launch.VERIFY, "verify")));
    }
    tell("failed reads", traffic.failedReads());
    return new Result(
        files.size() + images,
        killed,
        traffic.reads(),
        traffic.failedReads().size(),
        traffic.uploads(),
        lost,
        finishKills,
        traffic.erasedImages(),
        shown,
        statuses);
  }

  private void tell(String what, List<String> troubles) throws IOException {
    Files.write(folder.resolve(what.replace(' ', '-') + ".txt"), troubles);
  }

  /// Kills a command at a random moment after it began to work.
  ///
  /// @return its exit status when it ended before
  private OptionalInt killed(ProcessBuilder builder, int lastMillis)
      throws IOException, InterruptedException {
    Process command = builder.redirectOutput(Redirect.PIPE).start();
    BufferedReader out = command.inputReader(StandardCharsets.UTF_8);
    if (out.readLine() == null) {
      throw new IllegalStateException("the command did not begin: see migrate.log");
    }
    var _ = command.waitFor(random.nextInt(lastMillis), TimeUnit.MILLISECONDS);
    int status = command.destroyForcibly().waitFor();
    return status == KILLED ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /// Kills `--finish` early, then at random moments, until it ends by itself with success. A run
  /// that ended by itself is no kill.
  ///
  /// @return how often it was killed
  private int finishesKilled() throws IOException, InterruptedException {
    int kills = 0;
    for (int i = 0; i < FINISH_TRIES && kills < FINISH_KILLS; i++) {
      OptionalInt status = killed(move("--finish"), kills == 0 ? FIRST_FINISH_MILLIS : LAST_MILLIS);
      if (status.isEmpty()) {
        kills++;
      } else if (status.getAsInt() == 0) {
        return kills;
      }
    }
    return kills;
  }

  private static int ended(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the command does not end");
    }
    return process.exitValue();
  }

  /// While an upload is under way whose permission may be old, the command refuses.
  private int finished() throws IOException, InterruptedException {
    int status = 1;
    for (int i = 0; i < 20 && status != 0; i++) {
      status = ended(move("--finish"));
    }
    return status;
  }
}
