package dev.tintype.cli.change;

import dev.tintype.cli.client.AtOnce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Moves the images of a set to its recipe, page by page, and waits for their versions. A page is
/// noted in the journal when all its images have their result. So a later run repeats at most the
/// pages that were open; the server makes a version only once, whatever is repeated.
///
/// For one thread.
final class ApplyRun {

  /// How many images may wait at once. It bounds memory, and how far the queue fills.
  private static final int MOST_WAITING = 600;

  private static final int MOST_ON_A_PAGE = 200;

  private final RecipeMove move;
  private final MoveRequests requests;
  private final MoveResults results;
  private final Deque<Moving> open = new ArrayDeque<>();
  private Journal journal;
  private long left;

  /// @param journal where the run begins or goes on
  ApplyRun(RecipeMove move, AtOnce atOnce, Journal journal) {
    this.move = move;
    this.requests = new MoveRequests(move, atOnce, journal);
    this.results = new MoveResults(move);
    this.journal = journal;
  }

  /// Moves every image.
  ///
  /// @return what this run and the ones that it continues did
  /// @throws InterruptedException when the user stops it; the journal keeps the position
  Tally run() throws IOException, InterruptedException {
    left = move.said().showsProgress() ? requests.count() : 0;
    while (requests.hasMore() || !open.isEmpty()) {
      if (requests.hasMore() && waiting() <= MOST_WAITING - MOST_ON_A_PAGE) {
        open.add(requests.send());
      } else {
        results.look(open);
        Thread.sleep(move.manner().look());
      }
      settle();
      tell();
    }
    Optional<Path> file = move.manner().journal();
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
    return journal.tally();
  }

  private int waiting() {
    return open.stream().mapToInt(Moving::waiting).sum();
  }

  /// Notes the pages at the front that are finished.
  private void settle() throws IOException {
    Optional<Path> file = move.manner().journal();
    while (!open.isEmpty() && open.getFirst().isSettled()) {
      journal = open.removeFirst().after(journal);
      if (file.isPresent()) {
        journal.write(file.get());
      }
    }
  }

  private void tell() {
    Tally done = open.stream().map(Moving::tally).reduce(journal.tally(), Tally::plus);
    int waiting = waiting();
    move.said()
        .progress(
            left == 0 ? 0 : (double) Math.max(0, requests.looked() - waiting) / left,
            "%d moved, %d had it, %d waiting, %d failed"
                .formatted(done.moved(), done.before(), waiting, done.failed() + done.refused()));
  }
}
