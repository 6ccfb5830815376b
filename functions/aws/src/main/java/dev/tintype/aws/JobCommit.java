package dev.tintype.aws;

import dev.tintype.core.port.Change;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.AwsCall;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// Applies a change. A single write becomes one conditional write, which costs half as much as a
/// transaction; several writes become one transaction with a client token. In both cases a write
/// counts as applied when it was applied, its answer was lost and the SDK repeated it.
final class JobCommit {

  /// The error code of a transaction whose earlier try goes on.
  static final String IN_PROGRESS = "TransactionInProgressException";

  private static final String CONDITION_FAILED = "ConditionalCheckFailed";
  private static final String CONFLICT = "TransactionConflict";
  private static final String NONE = "None";
  private static final int ROUNDS = 12;

  private final DynamoDbClient dynamo;
  private final String table;
  private final SecureRandom random;

  JobCommit(DynamoDbClient dynamo, String table, SecureRandom random) {
    this.dynamo = dynamo;
    this.table = table;
    this.random = random;
  }

  boolean apply(Change change) {
    String commitId = newId();
    List<JobWrite> writes = new ArrayList<>();
    change.writes().forEach(write -> writes.addAll(JobWrite.of(commitId, write)));
    for (int round = 1; round <= ROUNDS; round++) {
      Answer answer =
          writes.size() == 1 ? single(writes.getFirst(), commitId) : transaction(writes);
      switch (answer) {
        case Answer.Applied _ -> {
          return true;
        }
        case Answer.Refused _ -> {
          return false;
        }
        case Answer.LeaveOut leave -> {
          writes.removeAll(leave.writes());
          if (writes.isEmpty()) {
            return true;
          }
        }
        case Answer.Busy _ -> Backoff.pause(asked(), round);
      }
    }
    throw new StoreUnavailable(asked() + ": other transactions kept its items busy");
  }

  private Answer single(JobWrite write, String commitId) {
    try {
      switch (write) {
        case JobWrite.Put put -> put(put.item(), put.condition());
        case JobWrite.Set set -> dynamo.putItem(r -> r.tableName(table).item(set.item()));
        case JobWrite.AddUnlessThere add -> update(add);
        case JobWrite.Remove remove -> dynamo.deleteItem(r -> r.tableName(table).key(remove.key()));
        case JobWrite.RemoveIf remove ->
            dynamo.deleteItem(r ->
                r.tableName(table)
                    .key(remove.key())
                    .conditionExpression(remove.condition().expression())
                    .expressionAttributeValues(remove.condition().values()));
      }
      return new Answer.Applied();
    } catch (ConditionalCheckFailedException e) {
      AttributeValue stored = e.hasItem() ? e.item().get(JobItem.COMMIT) : null;
      boolean ours = stored != null && commitId.equals(stored.s());
      return ours || isLeftOutWhenRefused(write) ? new Answer.Applied() : new Answer.Refused();
    } catch (TransactionConflictException e) {
      return new Answer.Busy();
    }
  }

  private void put(Map<String, AttributeValue> item, JobCondition condition) {
    dynamo.putItem(r ->
        r.tableName(table)
            .item(item)
            .conditionExpression(condition.expression())
            .expressionAttributeValues(condition.values())
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
  }

  private void update(JobWrite.AddUnlessThere add) {
    dynamo.updateItem(r ->
        r.tableName(table)
            .key(add.key())
            .updateExpression(add.expression())
            .expressionAttributeNames(add.names())
            .expressionAttributeValues(add.values()));
  }

  private static boolean isLeftOutWhenRefused(JobWrite write) {
    return switch (write) {
      case JobWrite.RemoveIf _ -> true;
      case JobWrite.Put _, JobWrite.Set _, JobWrite.AddUnlessThere _, JobWrite.Remove _ -> false;
    };
  }

  private Answer transaction(List<JobWrite> writes) {
    String token = newId();
    try {
      dynamo.transactWriteItems(
          r -> r.clientRequestToken(token).transactItems(writes.stream().map(this::item).toList()));
      return new Answer.Applied();
    } catch (TransactionCanceledException e) {
      return canceled(writes, e);
    } catch (DynamoDbException e) {
      if (isInProgress(e)) {
        return new Answer.Busy();
      }
      throw e;
    }
  }

  /// @return whether an earlier try of the same transaction goes on, so that it can be tried again
  static boolean isInProgress(DynamoDbException e) {
    return AwsCall.errorCode(e).filter(IN_PROGRESS::equals).isPresent();
  }

  private TransactWriteItem item(JobWrite write) {
    TransactWriteItem.Builder item = TransactWriteItem.builder();
    switch (write) {
      case JobWrite.Put put -> item.put(part(put.item(), put.condition()));
      case JobWrite.Set set -> item.put(p -> p.tableName(table).item(set.item()));
      case JobWrite.AddUnlessThere add ->
          item.update(u ->
              u.tableName(table)
                  .key(add.key())
                  .updateExpression(add.expression())
                  .expressionAttributeNames(add.names())
                  .expressionAttributeValues(add.values()));
      case JobWrite.Remove remove -> item.delete(d -> d.tableName(table).key(remove.key()));
      case JobWrite.RemoveIf remove ->
          item.delete(d ->
              d.tableName(table)
                  .key(remove.key())
                  .conditionExpression(remove.condition().expression())
                  .expressionAttributeValues(remove.condition().values()));
    }
    return item.build();
  }

  private Put part(Map<String, AttributeValue> item, JobCondition condition) {
    return Put.builder()
        .tableName(table)
        .item(item)
        .conditionExpression(condition.expression())
        .expressionAttributeValues(condition.values())
        .build();
  }

  private Answer canceled(List<JobWrite> writes, TransactionCanceledException e) {
    List<JobWrite> leftOut = new ArrayList<>();
    boolean busy = false;
    for (int i = 0; i < writes.size(); i++) {
      CancellationReason reason = e.cancellationReasons().get(i);
      switch (reason.code()) {
        case NONE -> {}
        case CONDITION_FAILED -> {
          if (!isLeftOutWhenRefused(writes.get(i))) {
            return new Answer.Refused();
          }
          leftOut.add(writes.get(i));
        }
        case CONFLICT -> busy = true;
        default ->
            throw new StoreUnavailable(asked() + ": " + reason.code() + " " + reason.message(), e);
      }
    }
    return busy ? new Answer.Busy() : new Answer.LeaveOut(leftOut);
  }

  /// @return 16 random bytes, drawn on each call
  private String newId() {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  private String asked() {
    return "DynamoDB write to " + table;
  }

  /// The answer of DynamoDB.
  private sealed interface Answer {
    record Applied() implements Answer {}

    record Refused() implements Answer {}

    record LeaveOut(List<JobWrite> writes) implements Answer {}

    record Busy() implements Answer {}
  }
}
