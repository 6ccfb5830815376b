package dev.tintype.server.run;

import dev.tintype.core.flow.process.RetireDeadLetter;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import java.util.List;

/// Records every dead letter in the job store, then removes it.
final class DeadLetterTurn implements Loop.Turn {

  private static final int MOST = 100;

  private final JobQueue queue;
  private final RetireDeadLetter retire;

  DeadLetterTurn(JobQueue queue, RetireDeadLetter retire) {
    this.queue = queue;
    this.retire = retire;
  }

  @Override
  public boolean take() {
    List<DeadLetter> letters = queue.deadLetters(MOST);
    for (DeadLetter letter : letters) {
      retire.retire(letter.body());
      queue.discard(letter);
    }
    return letters.size() == MOST;
  }
}
