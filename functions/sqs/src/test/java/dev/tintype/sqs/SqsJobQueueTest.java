package dev.tintype.sqs;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobQueueContract;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class SqsJobQueueTest extends JobQueueContract {

  private final Queues queues = new Queues();
  private final JobQueue queue = queues.open();
  private final List<String> letters = new ArrayList<>();

  @AfterEach
  void close() {
    queues.close();
  }

  @Override
  protected JobSender sender() {
    return queue;
  }

  @Override
  protected JobReceiver receiver() {
    return queue;
  }

  @Override
  protected void pass(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  /// Whoever reads dead letters hides them, so those read before are remembered.
  @Override
  protected List<String> deadLetters() {
    queue.deadLetters(10).stream().map(DeadLetter::body).forEach(letters::add);
    return letters;
  }
}
