package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.chaos.stack.Customer;
import dev.tintype.chaos.stack.Home;
import dev.tintype.chaos.stack.Orders;
import dev.tintype.chaos.stack.Originals;
import dev.tintype.chaos.stack.Small;
import dev.tintype.chaos.stack.Stack;
import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.ImageId;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.state.VersionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Moves images to a changed recipe with the real command, which is killed at random moments and
/// started again. Then every image must show the new version, and none may have been made twice.
final class ChangeRun {

  private static final int WORKERS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  /// When a command is killed at the latest, ms after it began to work.
  private static final int LAST_MILLIS = 3_000;

  private final Stack stack;
  private final int images;
  private final int rate;
  private final Random random;
  private final List<String> ids = new ArrayList<>();

  ChangeRun(Stack stack, int images, int rate, long seed) {
    this.stack = stack;
    this.images = images;
    this.rate = rate;
    this.random = new Random(seed);
  }

  /// The result.
  ///
  /// @param kills how often the command was killed while it ran
  /// @param moved images that show the new version
  /// @param repeated versions that were made twice, or needed a second attempt
  /// @param others images that have not exactly two versions
  /// @param toldOnce images with one notification id for each version
  /// @param damages files that are not as promised
  record Result(int kills, int moved, int repeated, int others, int toldOnce, int damages) {}

  private static Recipe recipe(int webpQuality) {
    return new Recipe(
        "card",
        Size.widths(32, 64),
        Map.of(
            Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, webpQuality, 2)),
            Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 60, 0))),
        "#ffffff",
        true);
  }

  Result run(int kills) throws IOException, InterruptedException {
    try (Customer customer = stack.customer()) {
      stack.configure(Small.RECIPE, recipe(50));
      stack.startWorkers(WORKERS, Orders.CALM);
      Inspection inspection = new Inspection(stack, customer);
      for (int i = 0; i < images; i++) {
        ids.add(customer.upload(Originals.jpeg(i), "card"));
      }
      for (String id : ids) {
        inspection.ended(id, PATIENCE);
      }
      stack.configure(Small.RECIPE, recipe(60));
      int killed = 0;
      while (killed < kills && isKilled()) {
        killed++;
      }
      finish();
      return result(killed, customer, inspection);
    }
  }

  private Process apply() throws IOException {
    Path out = stack.workersLog().resolveSibling("apply.log");
    return stack.command(
        out, List.of("reprocess", "--recipe", "card", "--apply", "--rate", rate + "/s"));
  }

  /// Kills the command some time after it took the lock of its journal.
  ///
  /// @return false when it ended before
  private boolean isKilled() throws IOException, InterruptedException {
    Path lock = stack.workersLog().resolveSibling("reprocess-card.journal.lock");
    Files.deleteIfExists(lock);
    Process command = apply();
    while (!Files.exists(lock) && command.isAlive()) {
      Thread.sleep(20);
    }
    if (command.waitFor(random.nextInt(LAST_MILLIS), TimeUnit.MILLISECONDS)) {
      return false;
    }
    command.destroyForcibly().waitFor();
    return true;
  }

  private void finish() throws IOException, InterruptedException {
    Process last = apply();
    if (!last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || last.exitValue() != 0) {
      last.destroyForcibly();
      throw new IllegalStateException("the last command did not end with 0: see apply.log");
    }
  }

  private Result result(int killed, Customer customer, Inspection inspection)
      throws InterruptedException {
    int moved = 0;
    int repeated = 0;
    int others = 0;
    int toldOnce = 0;
    String wanted = recipe(60).digest().hex();
    try (Home.Opened opened = stack.home().open()) {
      for (String id : ids) {
        List<VersionRecord> versions = opened.stores().jobs().versions(new ImageId(id));
        others += versions.size() == 2 ? 0 : 1;
        repeated +=
            (int)
                versions.stream()
                    .filter(version -> version.run() != 1 || version.attempts() != 1)
                    .count();
        moved += shown(customer, id).equals(wanted) ? 1 : 0;
        toldOnce += inspection.isToldOnceForEach(2, id, PATIENCE) ? 1 : 0;
      }
    }
    return new Result(killed, moved, repeated, others, toldOnce, inspection.damages().size());
  }

  /// @return the digest of the recipe of the version that the set shows
  private static String shown(Customer customer, String id) throws InterruptedException {
    JsonNode all = customer.ask("GET", "/images/" + id + "/versions", "").body();
    String shown = all.path("sets").path(0).path("shown").asText();
    return all.path("versions")
        .valueStream()
        .filter(version -> version.path("version").asText().equals(shown))
        .map(version -> version.path("manifest").path("recipe").path("digest").asText())
        .findFirst()
        .orElse("");
  }
}
