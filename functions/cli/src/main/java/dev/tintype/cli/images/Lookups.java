package dev.tintype.cli.images;

import dev.tintype.cli.client.StoredImages;
import dev.tintype.cli.client.StoredImages.Described;
import dev.tintype.cli.client.WorkClient.UnexpectedAnswer;
import dev.tintype.cli.terminal.Screen;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;

/// Looks up which of the given images can be erased. It changes nothing. For one thread.
public final class Lookups {

  private static final int GONE = 410;

  private final StoredImages images;
  private final Screen screen;

  /// @param screen gets a line for each image that would not be erased
  public Lookups(StoredImages images, Screen screen) {
    this.images = images;
    this.screen = screen;
  }

  /// @param ids valid ids
  /// @return the images that are live. Those that do not exist or cannot be read are counted as
  ///   unreadable; those that were erased before are not
  /// @throws UnexpectedAnswer when the server refuses for a reason that is not one image's
  /// @throws InterruptedException when it was stopped
  public Matches.Found of(Collection<String> ids) throws InterruptedException {
    Collection<String> live = new LinkedHashSet<>();
    long refused = 0;
    for (String id : ids) {
      switch (images.describe(id, Optional.empty())) {
        case Described.Found _ -> live.add(id);
        case Described.Refused no when no.refusal().status() == GONE ->
            screen.note("tintype: " + id + " was erased before");
        case Described.Refused no when no.refusal().isOfManyImages() ->
            throw new UnexpectedAnswer(no.refusal());
        case Described.Refused no -> {
          refused++;
          screen.trouble("tintype: " + id + " would not be erased: " + no.refusal().detail());
        }
      }
    }
    return new Matches.Found(live, refused);
  }
}
