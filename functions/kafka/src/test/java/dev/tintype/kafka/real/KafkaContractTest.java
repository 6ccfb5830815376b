package dev.tintype.kafka.real;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobQueueContract;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobSender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class KafkaContractTest extends JobQueueContract {

  private final Queues queues = new Queues();
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    queue = queues.open(address());
  }

  String address() throws Exception {
    return Queues.prepared();
  }

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

  @Override
  protected List<String> deadLetters() {
    return queue.deadLetters(100).stream().map(DeadLetter::body).toList();
  }
}
