package dev.tintype.process;

import dev.tintype.aws.Seconds;
import dev.tintype.core.port.StoreUnavailable;
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
  private final String queueUrl;

  Postponement(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  /// If this call fails, the message comes back when its visibility timeout ends.
  void postpone(String receipt, Duration delay) {
    try {
      sqs.changeMessageVisibility(r ->
          r.queueUrl(queueUrl).receiptHandle(receipt).visibilityTimeout(Seconds.roundedUp(delay)));
    } catch (SdkException e) {
      LOGGER.log(Level.WARNING, "event=receive.not_postponed", new StoreUnavailable("SQS", e));
    }
  }
}
