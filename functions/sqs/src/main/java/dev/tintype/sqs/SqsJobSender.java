package dev.tintype.sqs;

import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.Lane;
import dev.tintype.s3.AwsCall;
import java.time.Duration;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Sends messages to standard SQS queues, one for each lane. Safe for use by many threads.
public final class SqsJobSender implements JobSender {

  private final SqsClient sqs;
  private final SqsQueues queues;

  /// @param sqs the client
  /// @param queues the queues of the lanes
  public SqsJobSender(SqsClient sqs, SqsQueues queues) {
    this.sqs = sqs;
    this.queues = queues;
  }

  @Override
  public void send(Message message, Lane lane, Duration delay) {
    JobSender.check(delay);
    String queueUrl = queues.of(lane);
    AwsCall.ask(
        "SQS send to " + queueUrl,
        () ->
            sqs.sendMessage(r ->
                r.queueUrl(queueUrl)
                    .messageBody(message.json())
                    .delaySeconds(Seconds.roundedUp(delay))));
  }
}
