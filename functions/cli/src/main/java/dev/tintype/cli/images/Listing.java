package dev.tintype.cli.images;

import dev.tintype.cli.client.StoredImages;
import dev.tintype.cli.client.StoredImages.Filter;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.util.Optional;

/// Prints the images of a server, newest first, page by page. Memory does not grow with their
/// number. For one thread.
public final class Listing {

  private final StoredImages images;
  private final Screen screen;
  private final boolean json;

  /// @param json whether to print one JSON object per line
  public Listing(StoredImages images, Screen screen, boolean json) {
    this.images = images;
    this.screen = screen;
    this.json = json;
  }

  /// Which images are printed.
  ///
  /// @param filter those that the server chooses
  /// @param recipe those whose default set is of this recipe; absent for all
  /// @param limit at most so many, at least 1; absent for all
  public record Wanted(Filter filter, Optional<String> recipe, Optional<Long> limit) {

    boolean has(JsonObject image) {
      return recipe.isEmpty() || recipe.get().equals(image.text("recipe"));
    }

    /// The server cannot choose by recipe, so its pages hold other images, too.
    int page(long told) {
      long left = limit.map(most -> most - told).orElse((long) StoredImages.MOST_ON_A_PAGE);
      return recipe.isPresent()
          ? StoredImages.MOST_ON_A_PAGE
          : Math.clamp(left, 1, StoredImages.MOST_ON_A_PAGE);
    }

    boolean isReached(long told) {
      return limit.filter(most -> told >= most).isPresent();
    }
  }

  /// What was printed.
  ///
  /// @param told how many images
  /// @param unreadable how many images the server cannot read
  /// @param more whether there may be more images than the limit
  public record Told(long told, long unreadable, boolean more) {}

  /// Prints them.
  public Told run(Wanted wanted) throws InterruptedException {
    long told = 0;
    long unreadable = 0;
    Optional<String> cursor = Optional.empty();
    do {
      StoredImages.Page page = images.page(wanted.filter(), cursor, wanted.page(told));
      unreadable += page.unreadable().size();
      page.unreadable().forEach(this::cannotBeRead);
      for (JsonObject image : page.images()) {
        if (!wanted.has(image)) {
          continue;
        }
        if (wanted.isReached(told)) {
          return new Told(told, unreadable, /* more= */ true);
        }
        tell(image);
        told++;
      }
      cursor = page.next();
    } while (cursor.isPresent() && !wanted.isReached(told));
    return new Told(told, unreadable, cursor.isPresent());
  }

  private void cannotBeRead(String id) {
    screen.trouble("tintype: the record of " + id + " cannot be read: 'tintype verify' says why");
  }

  private void tell(JsonObject image) {
    screen.line(json ? Json.write(image.node()) : line(image));
  }

  private static String line(JsonObject image) {
    return "%s  %-15s  %s  %-10s  %s%s"
        .formatted(
            image.text("id"),
            image.text("state"),
            ImageLines.instant(image),
            image.text("recipe"),
            image.optionalText("name").orElse(""),
            image.optionalText("reason").map(reason -> "  (" + reason + ")").orElse(""))
        .stripTrailing();
  }
}
