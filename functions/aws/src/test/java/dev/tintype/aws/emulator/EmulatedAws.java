package dev.tintype.aws.emulator;

import dev.tintype.aws.JobItem;
import dev.tintype.s3.emulator.EmulatedS3;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Clients of the AWS stand-in, and new buckets, tables and queues on it.
public final class EmulatedAws {

  private static final GlobalSecondaryIndex DUE =
      index(JobItem.DUE_INDEX, JobItem.DUE_SHARD, JobItem.DUE_AT);
  private static final GlobalSecondaryIndex LIST =
      index(JobItem.LIST_INDEX, JobItem.LIST_SHARD, JobItem.PK);
  private static final GlobalSecondaryIndex STATE =
      index(JobItem.STATE_INDEX, JobItem.STATE, JobItem.PK);

  private final Emulator emulator;
  private final EmulatedS3 s3;
  private final SdkHttpClient http;

  /// @param emulator the stand-in
  public EmulatedAws(Emulator emulator) {
    this.emulator = emulator;
    this.s3 = new EmulatedS3(emulator.s3());
    this.http = s3.http();
  }

  /// @return the credentials that every stand-in accepts
  public AwsCredentialsProvider credentials() {
    return s3.credentials();
  }

  /// @return a client of S3
  public S3Client s3() {
    return s3.s3();
  }

  /// @param interceptors faults to inject
  /// @return a client of DynamoDB
  public DynamoDbClient dynamo(ExecutionInterceptor... interceptors) {
    return dynamoThrough(http, interceptors);
  }

  /// @param through makes the client's calls
  /// @param interceptors faults to inject
  /// @return a client of DynamoDB
  public DynamoDbClient dynamoThrough(SdkHttpClient through, ExecutionInterceptor... interceptors) {
    return DynamoDbClient.builder()
        .httpClient(through)
        .region(Region.of(Emulator.REGION))
        .credentialsProvider(credentials())
        .endpointOverride(emulator.dynamo())
        .overrideConfiguration(c -> List.of(interceptors).forEach(c::addExecutionInterceptor))
        .build();
  }

  /// @return a client of SQS
  public SqsClient sqs() {
    return SqsClient.builder()
        .httpClient(http)
        .region(Region.of(Emulator.REGION))
        .credentialsProvider(credentials())
        .endpointOverride(emulator.sqs())
        .build();
  }

  /// @return the name of a new, empty bucket
  public String newBucket() {
    return s3.newBucket();
  }

  /// @return the URL of a new, empty queue
  public String newQueue() {
    return sqs()
        .createQueue(r ->
            r.queueName(unique("queue"))
                .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30")))
        .queueUrl();
  }

  /// @return the name of a new, empty job table with the indexes of the template
  public String newTable() {
    return newTable(DUE, LIST, STATE);
  }

  /// @return the name of a new, empty job table without the index by state
  public String newTableOfAnOlderTemplate() {
    return newTable(DUE, LIST);
  }

  private String newTable(GlobalSecondaryIndex... indexes) {
    String name = unique("jobs");
    DynamoDbClient dynamo = dynamo();
    dynamo.createTable(r ->
        r.tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(attributes(indexes))
            .keySchema(hash(JobItem.PK), range(JobItem.SK))
            .globalSecondaryIndexes(indexes));
    dynamo.waiter().waitUntilTableExists(r -> r.tableName(name));
    return name;
  }

  /// Adds the index by state to a table, as an update of an older stack does, and waits until it
  /// holds the items of the table.
  public void addStateIndex(String table) {
    DynamoDbClient dynamo = dynamo();
    GlobalSecondaryIndexUpdate added =
        GlobalSecondaryIndexUpdate.builder()
            .create(c ->
                c.indexName(STATE.indexName())
                    .keySchema(STATE.keySchema())
                    .projection(STATE.projection()))
            .build();
    dynamo.updateTable(r ->
        r.tableName(table)
            .attributeDefinitions(attributes(STATE))
            .globalSecondaryIndexUpdates(List.of(added)));
    while (dynamo.describeTable(r -> r.tableName(table)).table().globalSecondaryIndexes().stream()
        .anyMatch(index -> index.indexStatus() != IndexStatus.ACTIVE)) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /// @return every attribute that is a key of a table with these indexes
  private static List<AttributeDefinition> attributes(GlobalSecondaryIndex... indexes) {
    return Stream.concat(
            Stream.of(JobItem.PK, JobItem.SK),
            Stream.of(indexes)
                .flatMap(index -> index.keySchema().stream())
                .map(KeySchemaElement::attributeName))
        .distinct()
        .map(EmulatedAws::attribute)
        .toList();
  }

  private static String unique(String kind) {
    return "tintype-" + kind + "-" + UUID.randomUUID();
  }

  private static AttributeDefinition attribute(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement hash(String name) {
    return KeySchemaElement.builder().attributeName(name).keyType(KeyType.HASH).build();
  }

  private static KeySchemaElement range(String name) {
    return KeySchemaElement.builder().attributeName(name).keyType(KeyType.RANGE).build();
  }

  private static GlobalSecondaryIndex index(String name, String hash, String range) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(hash(hash), range(range))
        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
        .build();
  }
}
