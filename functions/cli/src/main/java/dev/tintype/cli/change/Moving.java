package dev.tintype.cli.change;

import dev.tintype.cli.client.ImageVersions;
import dev.tintype.cli.plan.Forecast;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Version;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A page of images whose requests were sent, until all of them have their result. For one thread.
final class Moving {

  private final Optional<String> next;
  private final long seen;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private Tally tally = Tally.NOTHING;

  /// @param next where the next page begins; absent at the end
  /// @param seen how many images of the set were seen up to the end of this page
  Moving(Optional<String> next, long seen) {
    this.next = next;
    this.seen = seen;
  }

  /// An image whose version is not ready yet.
  ///
  /// @param before the image before the request
  /// @param job what was wanted
  /// @param version what the server makes
  /// @param forecast what the plan says of it, if it was planned
  record Waiting(
      ImageVersions before, ImageJob job, Version version, Optional<Forecast> forecast) {}

  /// Adds an image behind the others.
  void await(Waiting image) {
    waiting.add(image);
  }

  void count(Tally one) {
    tally = tally.plus(one);
  }

  /// @return how many images wait
  int waiting() {
    return waiting.size();
  }

  /// Takes out the image that was not looked at for the longest time.
  Waiting next() {
    return waiting.removeFirst();
  }

  boolean isSettled() {
    return waiting.isEmpty();
  }

  /// @return the journal after this page
  Journal after(Journal journal) {
    return journal.at(next, seen, tally);
  }

  Tally tally() {
    return tally;
  }
}
