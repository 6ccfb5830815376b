package dev.tintype.aws;

import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.s3.AwsCall;
import java.time.Duration;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Sends messages to a standard SQS queue. Safe for use by many threads.
public final class SqsJobSender implements JobSender {

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  private final SqsClient sqs;
  private final String queueUrl;

  /// @param sqs the client
  /// @param queueUrl the queue's URL
  public SqsJobSender(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  @Override
  public void send(Message message, Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("a delay is 0 to 15 minutes, not " + delay);
    }
    AwsCall.ask(
        "SQS send to " + queueUrl,
        () ->
            sqs.sendMessage(r ->
                r.queueUrl(queueUrl)
                    .messageBody(message.json())
                    .delaySeconds(Seconds.roundedUp(delay))));
  }
}
