package dev.tintype.chaos;

import dev.tintype.chaos.stack.Home;
import dev.tintype.chaos.stack.Stack;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Rolls many images back with the real command. Their records are written directly, each with a
/// version of the former recipe and one of the recipe as configured; there are no files and no
/// workers.
final class BackRun {

  private static final int AT_ONCE = 25;
  private static final int PATIENCE_SECONDS = 600;

  private final Stack stack;
  private final int images;
  private final SecureRandom random = new SecureRandom();
  private final List<ImageId> ids = new ArrayList<>();

  BackRun(Stack stack, int images) {
    this.stack = stack;
    this.images = images;
  }

  /// The result.
  ///
  /// @param moved images that went back, as the command says
  /// @param before images that show the version before
  /// @param made versions that were created or are not ready
  /// @param took the time of the command
  record Result(int moved, int before, int made, Duration took) {}

  private static Recipe former() {
    Recipe now = Recipes.DEFAULT;
    return new Recipe(
        now.name(),
        now.sizes().subList(0, now.sizes().size() - 1),
        now.formats(),
        now.background(),
        now.animation());
  }

  Result run() throws IOException, InterruptedException {
    try (Home.Opened opened = stack.home().open()) {
      JobStore jobs = opened.stores().jobs();
      for (int i = 0; i < images; i += AT_ONCE) {
        seed(jobs, i, Math.min(images, i + AT_ONCE));
      }
      Path out = stack.workersLog().resolveSibling("rollback.log");
      long began = System.nanoTime();
      Process command =
          stack.command(out, List.of("reprocess", "--recipe", "default", "--rollback", "--json"));
      if (!command.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || command.exitValue() != 0) {
        command.destroyForcibly();
        throw new IllegalStateException("the command did not end with 0: see commands.log");
      }
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      int moved = Json.parse(Files.readAllBytes(out)).int32("moved", 0, images);
      return result(jobs, moved, took);
    }
  }

  private void seed(JobStore jobs, int from, int to) {
    List<Write> writes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      ImageId id = ImageId.newUlid(at, random);
      VersionRecord old = ready(id, i, former(), 1, at);
      VersionRecord now = ready(id, i, Recipes.DEFAULT, 2, at);
      Optional<Current> shown = Optional.of(new Current(now.job().version(), 2));
      writes.add(
          new Write.PutImage(
              Optional.empty(),
              new ImageRecord(
                  id,
                  at,
                  Optional.empty(),
                  1,
                  2,
                  Optional.of(now.job().version()),
                  shown,
                  new ImageRecord.Life.Live(),
                  Optional.empty())));
      writes.add(new Write.PutVersion(Optional.empty(), old));
      writes.add(new Write.PutVersion(Optional.empty(), now));
      ids.add(id);
    }
    if (!jobs.commit(new Change(writes))) {
      throw new IllegalStateException("the records could not be written");
    }
  }

  private static VersionRecord ready(
      ImageId id, int number, Recipe recipe, int sequence, Instant at) {
    ImageJob.Original original =
        new ImageJob.Original(Sha256.of("original " + number), 1000, "image/jpeg");
    ImageJob job = ImageJob.of(id, original, recipe, RenderRevision.CURRENT, at);
    return new VersionRecord(
        job, sequence, 1, 1, 0, 0, new Ready(MemoryRenderer.manifest(job)), Optional.empty(), at);
  }

  private Result result(JobStore jobs, int moved, Duration took) {
    int before = 0;
    int made = 0;
    for (ImageId id : ids) {
      List<VersionRecord> versions = jobs.versions(id);
      made += versions.size() - 2;
      made += (int) versions.stream().filter(one -> !(one.state() instanceof Ready)).count();
      before +=
          jobs.image(id)
                  .flatMap(ImageRecord::current)
                  .filter(shown -> shown.version().equals(versions.getFirst().job().version()))
                  .isPresent()
              ? 1
              : 0;
    }
    return new Result(moved, before, made, took);
  }
}
