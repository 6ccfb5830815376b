package dev.tintype.presign;

import dev.tintype.core.Recipe;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.lines.Metrics.Measured;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.presign.RecipeSearch.Found;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The recipes in force, which an operator changes by storing a file. A request that needs recipes
/// asks the bucket if the last question is at least 30 s old. A file that is invalid is never used,
/// and a bucket that does not answer changes nothing. Safe for use by many threads.
final class OwnRecipes implements Supplier<RecipeBook> {

  /// The longest file that is read.
  static final int MOST_BYTES = 256 * 1024;

  /// How long a request waits when no recipes are known yet.
  static final Duration FIRST = Duration.ofSeconds(3);

  /// How long a request waits when the last recipes can be used instead.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final RecipeSearch search;
  private final InstantSource clock;
  private final Metrics metrics;

  private Optional<RecipeBook> book = Optional.empty();
  private Optional<String> tag = Optional.empty();
  private Optional<String> rejected = Optional.empty();
  private Instant asked = Instant.EPOCH;
  private Instant answered = Instant.EPOCH;

  OwnRecipes(RecipeSearch search, InstantSource clock, Metrics metrics) {
    this.search = search;
    this.clock = clock;
    this.metrics = metrics;
  }

  /// @throws StoreUnavailable when no valid recipes have been found since the start
  @Override
  public synchronized RecipeBook get() {
    Instant now = clock.instant();
    if (book.isEmpty() || isDue(now)) {
      ask(now);
    }
    return book.orElseThrow(() ->
        new StoreUnavailable(
            "no valid version of the recipe file was found; the newest: " + rejected.orElse("")));
  }

  /// A clock that was set back asks at once.
  private boolean isDue(Instant now) {
    Duration age = Duration.between(asked, now);
    return age.isNegative() || age.compareTo(PERIOD) >= 0;
  }

  private void ask(Instant now) {
    asked = now;
    try {
      search.search(tag, now.plus(book.isEmpty() ? FIRST : AGAIN)).ifPresent(this::take);
    } catch (StoreUnavailable e) {
      if (book.isEmpty()) {
        throw e;
      }
      long age = Duration.between(answered, now).toSeconds();
      FlowLog.event("recipes.unavailable").with("ageSeconds", age).cause(e).warning();
      return;
    }
    answered = now;
    if (rejected.isPresent()) {
      // Repeated as long as it is so, so that the alarm stays.
      metrics.put(
          Map.of("RecipesRejected", Measured.count(1)), Map.of("event", "recipes.not_used"));
    }
  }

  private void take(Found found) {
    boolean isFirst = answered.equals(Instant.EPOCH);
    if (isFirst || !found.tag().equals(tag) || !found.rejected().equals(rejected)) {
      log(found);
    }
    tag = found.tag();
    rejected = found.rejected();
    if (found.book().isPresent()) {
      book = found.book();
    }
  }

  private static void log(Found found) {
    found
        .rejected()
        .ifPresent(why ->
            FlowLog.event("recipes.rejected")
                .with("tag", found.tag().orElse("none").replace("\"", ""))
                .detail(why)
                .error());
    found.book().ifPresent(book -> FlowLog.event("recipes.in_force").detail(names(book)).info());
  }

  private static String names(RecipeBook book) {
    return String.join(", ", book.recipes().stream().map(Recipe::name).toList());
  }
}
