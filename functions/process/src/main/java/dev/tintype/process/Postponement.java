package dev.tintype.process;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import dev.tintype.sqs.Seconds;
import dev.tintype.sqs.SqsQueues;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Shortens or extends the visibility timeout of a message. Without it, Lambda returns the message
/// only when the original timeout ends.
final class Postponement {

  private static final Logger LOGGER = System.getLogger("dev.tintype.process");

  private final SqsClient sqs;
  private final SqsQueues queues;

  Postponement(SqsClient sqs, SqsQueues queues) {
    this.sqs = sqs;
    this.queues = queues;
  }

  /// If this call fails, the message comes back when its visibility timeout ends.
  ///
  /// @param queueArn the ARN of the queue that the message came from
  void postpone(String queueArn, String receipt, Duration delay) {
    Lane lane = queues.laneOf(queueArn);
    try {
      sqs.changeMessageVisibility(r ->
          r.queueUrl(queues.of(lane))
              .receiptHandle(receipt)
              .visibilityTimeout(Seconds.roundedUp(delay)));
    } catch (SdkException e) {
      LOGGER.log(Level.WARNING, "event=receive.not_postponed", new StoreUnavailable("SQS", e));
    }
  }
}
