package dev.tintype.sqs;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.s3.UsableCredentials;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// Opens `sqs://QUEUE?region=…`: standard queues of Amazon SQS. The credentials come from the SDK's
/// usual places
/// (https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html).
public final class SqsProvider implements QueueProvider {

  /// A message received so often without an end is set aside: only what kills its worker each time
  /// comes so far.
  static final int MOST_RECEIVES = 50;

  private final Supplier<AwsCredentialsProvider> credentials;

  /// For the service loader.
  public SqsProvider() {
    this(() -> DefaultCredentialsProvider.builder().build());
  }

  /// @param credentials makes what signs the calls
  SqsProvider(Supplier<AwsCredentialsProvider> credentials) {
    this.credentials = credentials;
  }

  @Override
  public String scheme() {
    return "sqs";
  }

  @Override
  public String form() {
    return SqsAddress.FORM;
  }

  @Override
  public void check(String address) {
    SqsAddress _ = SqsAddress.parse(address);
  }

  /// @throws IllegalStateException when a queue is not there or cannot be used
  @Override
  public JobQueue queue(String address, Opening opening) {
    SqsConnection connection = opening.opened(connection(address));
    SqsAddress parts = SqsAddress.parse(address);
    ThreeQueues queues =
        new ThreeQueues(
            found(connection, parts.fresh()),
            found(connection, parts.bulk()),
            found(connection, parts.dead()));
    queues
        .problem()
        .ifPresent(problem -> {
          throw new IllegalStateException(problem);
        });
    return new SqsQueue(connection, queues, MOST_RECEIVES, System::nanoTime);
  }

  @Override
  public List<String> init(String address) {
    try (SqsConnection connection = connection(address)) {
      return new QueueMaking(SqsAddress.parse(address), connection, MOST_RECEIVES).make();
    }
  }

  @Override
  public List<Fact> examine(String address) {
    try (SqsConnection connection = connection(address)) {
      return new SqsFacts(SqsAddress.parse(address), connection).all();
    }
  }

  private SqsConnection connection(String address) {
    return new SqsConnection(
        SqsAddress.parse(address), UsableCredentials.of(address, credentials.get()));
  }

  private static FoundQueue found(SqsConnection connection, String name) {
    return connection
        .queue(name)
        .orElseThrow(() -> new IllegalStateException(connection.missing(name)));
  }
}
