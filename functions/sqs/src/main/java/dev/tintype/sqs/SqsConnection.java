package dev.tintype.sqs;

import dev.tintype.s3.AwsCall;
import dev.tintype.s3.SdkHttp;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// The client of one address, and what it knows of queues. Every call ends after some time, even if
/// SQS sends nothing. Safe for use by many threads.
final class SqsConnection implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /// Longer than the longest wait for a message, 20 s.
  private static final Duration SOCKET = Duration.ofSeconds(30);

  private static final Duration TRY = Duration.ofSeconds(30);
  private static final Duration CALL = Duration.ofSeconds(60);

  private final SqsAddress address;
  private final SqsClient sqs;

  SqsConnection(SqsAddress address, AwsCredentialsProvider credentials) {
    this.address = address;
    var builder =
        SqsClient.builder()
            .httpClientBuilder(SdkHttp.client(CONNECT, SOCKET))
            .region(Region.of(address.region()))
            .credentialsProvider(credentials)
            .overrideConfiguration(c ->
                c.retryStrategy(RetryMode.STANDARD)
                    .apiCallAttemptTimeout(TRY)
                    .apiCallTimeout(CALL));
    address.endpoint().ifPresent(builder::endpointOverride);
    this.sqs = builder.build();
  }

  SqsClient sqs() {
    return sqs;
  }

  /// Looks at a queue.
  ///
  /// @param name of the queue
  /// @return the queue, if there is one
  /// @throws dev.tintype.core.provider.InvalidAddress when SQS refuses the caller
  /// @throws dev.tintype.core.port.StoreUnavailable when SQS does not answer
  Optional<FoundQueue> queue(String name) {
    try {
      String url = sqs.getQueueUrl(request(name)).queueUrl();
      return Optional.of(
          new FoundQueue(
              name,
              url,
              sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                  .attributes()));
    } catch (SqsException e) {
      if (SqsErrors.isNoQueue(e)) {
        return Optional.empty();
      }
      throw refused("looking at the queue " + name, e);
    } catch (SdkException e) {
      throw AwsCall.unavailable("SQS, looking at the queue " + name, e);
    }
  }

  private GetQueueUrlRequest request(String name) {
    GetQueueUrlRequest.Builder request = GetQueueUrlRequest.builder().queueName(name);
    address.account().ifPresent(request::queueOwnerAWSAccountId);
    return request.build();
  }

  /// @param asked completes the sentence `SQS refuses`
  /// @return the exception to throw
  RuntimeException refused(String asked, SqsException e) {
    if (!SqsErrors.isRefusal(e)) {
      return AwsCall.unavailable("SQS, " + asked, e);
    }
    var wrong =
        address.wrong(
            "needs other credentials or more rights: SQS refuses "
                + asked
                + " ("
                + AwsCall.errorCode(e).orElse("")
                + "); docs/sqs.md has the rights");
    wrong.initCause(e);
    return wrong;
  }

  /// @return a sentence about a queue that is not there, without a full stop
  String missing(String name) {
    return "There is no queue %s in the region %s: 'tintype queue init' makes it"
        .formatted(name, address.region());
  }

  @Override
  public void close() {
    sqs.close();
  }
}
