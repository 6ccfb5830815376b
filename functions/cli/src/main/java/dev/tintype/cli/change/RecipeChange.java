package dev.tintype.cli.change;

import dev.tintype.cli.client.AtOnce;
import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.client.WorkClient;
import dev.tintype.cli.plan.PlanSum;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Does what the options of a recipe change ask for, and tells about it.
public final class RecipeChange {

  private static final Duration LOOK = Duration.ofMillis(500);

  private final ChangeOptions options;
  private final Server server;
  private final InstantSource clock;
  private final Said said;

  /// @param server where the images are
  /// @param clock the time
  /// @param json whether to print only JSON
  public RecipeChange(
      ChangeOptions options, Server server, InstantSource clock, Screen screen, boolean json) {
    this.options = options;
    this.server = server;
    this.clock = clock;
    this.said = new Said(screen, json);
  }

  /// Does it.
  ///
  /// @throws InvalidSetting when the options are wrong
  public Outcome run() throws IOException {
    ChangeOptions.Work work = options.work();
    try (OrderlyEnd end = new OrderlyEnd();
        ImagesClient client = new ImagesClient(server);
        AtOnce atOnce = new AtOnce(options.jobs())) {
      end.by(Thread.currentThread()::interrupt);
      WorkClient to = new WorkClient(client);
      return switch (work) {
        case PLAN -> plan(to, atOnce);
        case APPLY -> apply(to, atOnce);
        case ROLLBACK -> rollback(to, atOnce);
      };
    } catch (InterruptedException _) {
      said.note("Interrupted. Run the same command again to go on.");
      return Outcome.INTERRUPTED;
    }
  }

  private Recipe configured(WorkClient client) throws InterruptedException {
    RecipeBook book = client.recipes();
    return book.byName(options.recipe())
        .orElseThrow(() ->
            new InvalidSetting(
                "The server has no recipe %s; it has %s."
                    .formatted(
                        options.recipe(),
                        book.recipes().stream()
                            .map(Recipe::name)
                            .collect(Collectors.joining(", ")))));
  }

  private Outcome plan(WorkClient client, AtOnce atOnce) throws InterruptedException {
    Recipe recipe = configured(client);
    PlanSum sum = new PlanRun(client, atOnce, new Target(recipe), said).run();
    said.end(
        sum.json(options.host()).put("recipe", recipe.name()).put("digest", recipe.digest().hex()),
        sum.sentences(options.host()));
    return sum.isIncomplete() ? Outcome.INCOMPLETE : Outcome.DONE;
  }

  private Outcome apply(WorkClient client, AtOnce atOnce) throws IOException, InterruptedException {
    Recipe recipe = configured(client);
    Journal.Task task = new Journal.Task(server.url().toString(), recipe.name(), recipe.digest());
    if (options.share().isPresent()) {
      return apply(client, atOnce, recipe, Optional.empty(), Journal.begin(task, clock.instant()));
    }
    Path file = options.journal();
    try (JournalLock _ = JournalLock.take(file)) {
      Journal journal = Journal.open(file, task, clock.instant());
      if (journal.cursor().isPresent()) {
        said.note(
            "Going on after %s, as %s says."
                .formatted(HumanText.count(journal.index(), "image"), file));
      }
      return apply(client, atOnce, recipe, Optional.of(file), journal);
    }
  }

  private Outcome apply(
      WorkClient client, AtOnce atOnce, Recipe recipe, Optional<Path> file, Journal journal)
      throws IOException, InterruptedException {
    Comparison comparison = new Comparison();
    long started = System.nanoTime();
    RecipeMove move =
        new RecipeMove(
            client,
            new Target(recipe),
            new RecipeMove.Manner(options.pace(), options.share(), options.waits(), file, LOOK),
            said,
            comparison,
            new PlanSum());
    Tally tally = new ApplyRun(move, atOnce, journal).run();
    String sheet = sheet(comparison, recipe);
    said.end(
        tally.json().put("recipe", recipe.name()).put("digest", recipe.digest().hex()),
        told(tally, started, sheet, recipe));
    return outcome(tally);
  }

  private List<String> told(Tally tally, long started, String sheet, Recipe recipe) {
    List<String> told = new ArrayList<>();
    told.add(
        "%s %s, %d had the version before, %d failed in %s"
            .formatted(
                HumanText.count(tally.moved(), "image"),
                options.waits() ? "moved" : "requested",
                tally.before(),
                tally.refused() + tally.failed(),
                HumanText.time(Duration.ofNanos(System.nanoTime() - started))));
    told.addAll(tally.accuracy().sentences());
    told.add(sheet);
    told.add(
        "To take it back: tintype reprocess --to %s --recipe %s --rollback --from %s"
            .formatted(server.url(), recipe.name(), recipe.digest().hex()));
    return told;
  }

  private String sheet(Comparison comparison, Recipe recipe) throws IOException {
    if (options.share().isEmpty()) {
      return "";
    }
    if (comparison.isEmpty()) {
      return "Nothing to show: no image of the share has the version.";
    }
    comparison.write(options.sheet(), recipe.name());
    return "Old and new: " + options.sheet() + ". Run again without --canary for all images.";
  }

  private Outcome rollback(WorkClient client, AtOnce atOnce)
      throws IOException, InterruptedException {
    Optional<Sha256> given = options.from();
    Sha256 from = given.isPresent() ? given.get() : configured(client).digest();
    removeJournal();
    long started = System.nanoTime();
    Tally tally = new RollbackRun(client, atOnce, options.pace(), said).run(options.recipe(), from);
    said.end(
        tally.json().put("recipe", options.recipe()).put("from", from.hex()),
        List.of(
            "%s went back, %d did not show the recipe, %d refused in %s"
                .formatted(
                    HumanText.count(tally.moved(), "image"),
                    tally.before(),
                    tally.refused(),
                    HumanText.time(Duration.ofNanos(System.nanoTime() - started)))));
    return outcome(tally);
  }

  /// Images before the position of a stopped `--apply` go back now, so the position is wrong.
  private void removeJournal() throws IOException {
    Path file = options.journal();
    if (!Files.exists(file) && !Files.exists(JournalLock.file(file))) {
      return;
    }
    try (JournalLock _ = JournalLock.take(file)) {
      if (Journal.isOf(file, server.url().toString(), options.recipe())) {
        Files.delete(file);
        said.note("Removed " + file + ". The next --apply begins at the start.");
      }
    }
  }

  private static Outcome outcome(Tally tally) {
    return tally.isIncomplete() ? Outcome.INCOMPLETE : Outcome.DONE;
  }
}
