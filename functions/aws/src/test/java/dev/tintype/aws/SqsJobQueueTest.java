package dev.tintype.aws;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.port.JobQueueContract;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobSender;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class SqsJobQueueTest extends JobQueueContract {

  private final EmulatedAws aws = new EmulatedAws(Emulators.shared());
  private final SqsClient sqs = aws.sqs();
  private final SqsQueues queues = new SqsQueues(aws.newQueue(), aws.newQueue());
  private final String dead = aws.newQueue();

  @Override
  protected JobSender sender() {
    return new SqsJobSender(sqs, queues);
  }

  private final JobReceiver receiver = new NewestReceipts(new SqsJobReceiver(sqs, queues, dead));

  @Override
  protected JobReceiver receiver() {
    return receiver;
  }

  @Override
  protected void pass(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  @Override
  protected List<String> deadLetters() {
    return sqs
        .receiveMessage(r -> r.queueUrl(dead).maxNumberOfMessages(10).visibilityTimeout(0))
        .messages()
        .stream()
        .map(Message::body)
        .toList();
  }
}
