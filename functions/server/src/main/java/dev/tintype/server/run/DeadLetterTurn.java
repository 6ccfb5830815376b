package dev.tintype.server.run;

import dev.tintype.core.flow.process.RetireDeadLetter;
import dev.tintype.core.flow.upload.QueuedEvents;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import java.util.List;

/// Records every dead letter in the job store, then removes it. One that is an event of the storage
/// is handled as its arrival.
final class DeadLetterTurn implements Loop.Turn {

  private static final int MOST = 100;

  private final JobQueue queue;
  private final RetireDeadLetter retire;
  private final QueuedEvents events;

  DeadLetterTurn(JobQueue queue, RetireDeadLetter retire, QueuedEvents events) {
    this.queue = queue;
    this.retire = retire;
    this.events = events;
  }

  @Override
  public boolean take() {
    List<DeadLetter> letters = queue.deadLetters(MOST);
    for (DeadLetter letter : letters) {
      if (!events.isSentAgain(letter.body())) {
        retire.retire(letter.body());
      }
      queue.discard(letter);
    }
    return letters.size() == MOST;
  }
}
