package dev.tintype.cli.images;

import dev.tintype.cli.client.AtOnce;
import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.StoredImages;
import dev.tintype.cli.client.StoredImages.Filter;
import dev.tintype.cli.client.WorkClient;
import dev.tintype.cli.client.WorkClient.Looked;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;

/// Finds all images that have something in common, on all pages of the list, newest first. It
/// changes nothing. For one thread.
public final class Matches {

  private static final int AT_ONCE = 8;

  private final ImagesClient client;
  private final Screen screen;
  private final Collection<String> ids = new LinkedHashSet<>();
  private long unreadable;

  /// @param screen gets a line for each image that cannot be read
  public Matches(ImagesClient client, Screen screen) {
    this.client = client;
    this.screen = screen;
  }

  /// What was found.
  ///
  /// @param ids the images
  /// @param unreadable how many other images the server cannot read; one of them may match
  public record Found(Collection<String> ids, long unreadable) {}

  /// Asks the server's index.
  ///
  /// @throws InterruptedException when it was stopped
  public Found with(Metadata.Entry entry) throws InterruptedException {
    StoredImages images = new StoredImages(client);
    Filter filter = new Filter(Optional.empty(), Optional.of(entry));
    Optional<String> cursor = Optional.empty();
    do {
      StoredImages.Page page = images.page(filter, cursor, StoredImages.MOST_ON_A_PAGE);
      page.unreadable().forEach(id -> skip(id, "its record cannot be read"));
      page.images().forEach(image -> ids.add(image.text("id")));
      cursor = page.next();
    } while (cursor.isPresent());
    return new Found(ids, unreadable);
  }

  /// Looks at the versions of every image of the server, because no index has the digests of
  /// originals. Former originals count, too.
  ///
  /// @throws InterruptedException when it was stopped
  public Found of(Sha256 original) throws InterruptedException {
    WorkClient work = new WorkClient(client);
    Optional<String> cursor = Optional.empty();
    try (AtOnce atOnce = new AtOnce(AT_ONCE)) {
      do {
        WorkClient.Page page = work.page(cursor);
        page.unreadable().forEach(id -> skip(id, "its record cannot be read"));
        for (Looked looked : atOnce.all(page.ids(), work::versions)) {
          look(looked, original);
        }
        cursor = page.next();
      } while (cursor.isPresent());
    }
    return new Found(ids, unreadable);
  }

  private void look(Looked looked, Sha256 original) {
    switch (looked) {
      case Looked.Found found -> {
        if (found.image().versions().stream()
            .anyMatch(version -> version.job().original().sha256().equals(original))) {
          ids.add(found.image().id().value());
        }
      }
      case Looked.Gone _ -> {}
      case Looked.Refused no -> skip(no.id(), no.refusal().detail());
    }
  }

  private void skip(String id, String why) {
    unreadable++;
    screen.trouble("tintype: " + id + " is left out: " + why);
  }
}
