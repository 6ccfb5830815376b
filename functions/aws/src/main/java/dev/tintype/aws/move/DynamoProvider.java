package dev.tintype.aws.move;

import dev.tintype.aws.DynamoTransfer;
import dev.tintype.aws.JobItem;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.s3.AwsCall;
import dev.tintype.s3.SdkHttp;
import dev.tintype.s3.UsableCredentials;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/// Opens `dynamodb://TABLE?region=…`, the job table of a stack on AWS, for `tintype migrate` alone:
/// a server cannot run on it. The credentials come from the SDK's usual places
/// (https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html).
public final class DynamoProvider implements JobsProvider {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration SOCKET = Duration.ofSeconds(20);
  private static final Duration TRY = Duration.ofSeconds(20);
  private static final Duration CALL = Duration.ofSeconds(60);

  private final Supplier<AwsCredentialsProvider> credentials;

  /// For the service loader.
  public DynamoProvider() {
    this(() -> DefaultCredentialsProvider.builder().build());
  }

  /// @param credentials makes what signs the calls
  DynamoProvider(Supplier<AwsCredentialsProvider> credentials) {
    this.credentials = credentials;
  }

  @Override
  public String scheme() {
    return "dynamodb";
  }

  @Override
  public String form() {
    return DynamoAddress.FORM;
  }

  @Override
  public void check(String address) {
    DynamoAddress _ = DynamoAddress.parse(address);
  }

  /// @throws InvalidAddress always
  @Override
  public Opened jobs(String address, Opening opening) {
    throw new InvalidAddress(
        address, "names a table of a stack on AWS, which only its functions and migrate can use");
  }

  @Override
  public boolean canServe() {
    return false;
  }

  @Override
  public boolean isThere(String address, Opening opening) {
    DynamoAddress parts = DynamoAddress.parse(address);
    return table(client(address, parts, opening), parts).isPresent();
  }

  /// @return what the user must know before the first record is moved
  @Override
  public List<Fact> examine(String address) {
    return List.of(
        new Fact(
            "the way back",
            false,
            "there is none, because nothing can stop what the functions write: 'tintype migrate"
                + " --back' is refused, and the old store keeps the records as they are now"));
  }

  /// @throws IllegalStateException when there is no table, or it is no job table
  @Override
  public Optional<RecordTransfer> transfer(String address, Opening opening) {
    DynamoAddress parts = DynamoAddress.parse(address);
    DynamoDbClient dynamo = client(address, parts, opening);
    TableDescription table =
        table(dynamo, parts)
            .orElseThrow(() ->
                new IllegalStateException(
                    "There is no table %s in the region %s: deploy the stack first, see docs/deploy.md"
                        .formatted(parts.table(), parts.region())));
    Set<String> lacking = new TreeSet<>(JobItem.INDEXES);
    lacking.removeAll(
        table.globalSecondaryIndexes().stream()
            .map(GlobalSecondaryIndexDescription::indexName)
            .collect(Collectors.toSet()));
    if (!lacking.isEmpty()) {
      throw new IllegalStateException(
          "The table %s is no job table of this release: it lacks the indexes %s"
              .formatted(parts.table(), String.join(", ", lacking)));
    }
    return Optional.of(
        opening.opened(
            new DynamoTransfer(
                dynamo, parts.table(), parts.name(), opening.clock(), opening.random())));
  }

  private DynamoDbClient client(String address, DynamoAddress parts, Opening opening) {
    AwsCredentialsProvider signing = UsableCredentials.of(address, credentials.get());
    var builder =
        DynamoDbClient.builder()
            .httpClientBuilder(SdkHttp.client(CONNECT, SOCKET))
            .region(Region.of(parts.region()))
            .credentialsProvider(signing)
            .overrideConfiguration(c ->
                c.retryStrategy(RetryMode.STANDARD)
                    .apiCallAttemptTimeout(TRY)
                    .apiCallTimeout(CALL));
    parts.endpoint().ifPresent(builder::endpointOverride);
    return opening.opened(builder.build());
  }

  /// @throws StoreUnavailable when the service does not answer
  private static Optional<TableDescription> table(DynamoDbClient dynamo, DynamoAddress parts) {
    try {
      return Optional.of(dynamo.describeTable(r -> r.tableName(parts.table())).table());
    } catch (ResourceNotFoundException _) {
      return Optional.empty();
    } catch (SdkException e) {
      throw AwsCall.unavailable("DynamoDB description of " + parts.table(), e);
    }
  }
}
