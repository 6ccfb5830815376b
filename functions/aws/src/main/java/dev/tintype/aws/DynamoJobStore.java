package dev.tintype.aws;

import dev.tintype.aws.JobConditions.Values;
import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The job store in one DynamoDB table with two indexes; [JobItem] has its shape. Reads by key are
/// consistent. [#due] and [#list] find their keys in an index, which DynamoDB updates shortly after
/// the write, and read the records themselves consistently: what they answer is true, but work of
/// the last moments may be missing from it. Safe for use by many threads and processes.
public final class DynamoJobStore implements JobStore {

  private final DynamoDbClient dynamo;
  private final String table;
  private final JobCommit commit;
  private final JobIndex index;

  /// @param dynamo the client
  /// @param table the table's name
  /// @param random names commits; drawn from at each call
  public DynamoJobStore(DynamoDbClient dynamo, String table, SecureRandom random) {
    this.dynamo = dynamo;
    this.table = table;
    this.commit = new JobCommit(dynamo, table, random);
    this.index = new JobIndex(dynamo, table);
  }

  @Override
  public Optional<ImageRecord> image(ImageId id) {
    return get(JobItem.key(id)).map(JobItem::image);
  }

  @Override
  public Optional<VersionRecord> version(ImageId id, Version version) {
    return get(JobItem.key(id, version)).map(JobItem::version);
  }

  @Override
  public List<VersionRecord> versions(ImageId id) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression(
                JobItem.PK
                    + " = "
                    + Values.PK
                    + " AND begins_with("
                    + JobItem.SK
                    + ", "
                    + Values.PREFIX
                    + ")")
            .expressionAttributeValues(
                Map.of(
                    Values.PK,
                    JobItem.text(JobItem.IMAGES + id),
                    Values.PREFIX,
                    JobItem.text(JobItem.VERSIONS)))
            .build();
    return AwsCall.ask(
        "DynamoDB query of " + table,
        () ->
            dynamo.queryPaginator(query).items().stream()
                .map(JobItem::version)
                .sorted(Comparator.comparingLong(VersionRecord::sequence))
                .toList());
  }

  @Override
  public Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    return get(JobItem.idempotencyKey(key))
        .map(JobItem::idempotency)
        .filter(row -> row.expiresAt().isAfter(now));
  }

  private Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
    GetItemResponse answer =
        AwsCall.ask(
            "DynamoDB get from " + table,
            () -> dynamo.getItem(r -> r.tableName(table).key(key).consistentRead(true)));
    return answer.hasItem() ? Optional.of(answer.item()) : Optional.empty();
  }

  @Override
  public boolean commit(Change change) {
    return AwsCall.ask("DynamoDB write to " + table, () -> commit.apply(change));
  }

  @Override
  public DueWork due(Instant now, int limit) {
    return new DueWork(
        due(JobItem.Kind.VERSION, now, limit, JobItem::version),
        due(JobItem.Kind.IMAGE, now, limit, JobItem::image),
        due(JobItem.Kind.OUTCOME, now, limit, JobItem::outcome));
  }

  private <T> List<T> due(
      JobItem.Kind kind, Instant now, int limit, Function<Map<String, AttributeValue>, T> reading) {
    return AwsCall.ask(
        "DynamoDB query of " + table,
        () -> index.due(kind, now, limit).stream().map(reading).toList());
  }

  @Override
  public List<ImageRecord> list(Optional<ImageId> before, int limit) {
    return AwsCall.ask(
        "DynamoDB query of " + table,
        () -> index.list(before, limit).stream().map(JobItem::image).toList());
  }
}
