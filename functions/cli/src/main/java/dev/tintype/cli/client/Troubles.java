package dev.tintype.cli.client;

import dev.tintype.cli.client.WorkClient.UnexpectedAnswer;
import java.net.http.HttpResponse;

/// Counts the refusals in a row that say nothing about one image: a full disk, a busy store, a
/// recipe that is gone. The requests about the next images would be refused, too. Safe for use by
/// many threads.
final class Troubles {

  /// After so many, nothing more is sent.
  private static final int MOST = 20;

  private int inARow;
  private String last = "";

  /// @throws UnexpectedAnswer when too many requests were refused
  synchronized void check() {
    if (inARow >= MOST) {
      throw new UnexpectedAnswer(
          "The server refused %d requests in a row. Its last answer: %s Run the same command again later; it goes on from where it stopped."
              .formatted(inARow, last));
    }
  }

  /// Counts an answer. Any answer that is no trouble begins the count anew.
  ///
  /// @throws UnexpectedAnswer when it was one too many, or came after that
  synchronized void count(HttpResponse<String> response) {
    check();
    if (response.statusCode() < 400) {
      inARow = 0;
    } else {
      count(Refusal.of(response.statusCode(), response.body()));
    }
  }

  private void count(Refusal refusal) {
    if (!refusal.isOfManyImages()) {
      inARow = 0;
      return;
    }
    inARow++;
    last = refusal.status() + " " + refusal.slug() + ", " + refusal.detail();
    check();
  }
}
