package dev.tintype.aws.emulator;

import dev.tintype.aws.JobItem;
import dev.tintype.s3.emulator.EmulatedS3;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Clients of the AWS stand-in, and new buckets, tables and queues on it.
public final class EmulatedAws {

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
    return DynamoDbClient.builder()
        .httpClient(http)
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
    String name = unique("jobs");
    DynamoDbClient dynamo = dynamo();
    dynamo.createTable(r ->
        r.tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(
                attribute(JobItem.PK),
                attribute(JobItem.SK),
                attribute(JobItem.DUE_SHARD),
                attribute(JobItem.DUE_AT),
                attribute(JobItem.LIST_SHARD))
            .keySchema(hash(JobItem.PK), range(JobItem.SK))
            .globalSecondaryIndexes(
                index(JobItem.DUE_INDEX, JobItem.DUE_SHARD, JobItem.DUE_AT),
                index(JobItem.LIST_INDEX, JobItem.LIST_SHARD, JobItem.PK)));
    dynamo.waiter().waitUntilTableExists(r -> r.tableName(name));
    return name;
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
