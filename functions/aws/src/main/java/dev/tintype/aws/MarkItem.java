package dev.tintype.aws;

import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// The mark of a move, as an item of the job table.
///
/// @param dynamo the client
/// @param table the table's name
/// @param random makes the names of writes
record MarkItem(DynamoDbClient dynamo, String table, SecureRandom random) {

  private static final Map<String, AttributeValue> KEY =
      Map.of(JobItem.PK, JobItem.text("MOVE"), JobItem.SK, JobItem.text("MARK"));
  private static final String STATE = "moveState";
  private static final String RUN = "moveRun";
  private static final String ID = "storeId";
  private static final String OTHER = "other";
  private static final String OTHER_ID = "otherId";
  private static final String SINCE = "since";
  private static final String ORIGIN = "origin";

  Mark read() {
    return mark(stored());
  }

  private Map<String, AttributeValue> stored() {
    return Patience.ask("DynamoDB get from " + table, this::get);
  }

  private Map<String, AttributeValue> get() {
    return dynamo.getItem(r -> r.tableName(table).key(KEY).consistentRead(true)).item();
  }

  /// @return whether a move is filling the table; asked once, without patience
  boolean isFilling() {
    return mark(get()).state() == State.FILLING;
  }

  private static Mark mark(Map<String, AttributeValue> item) {
    return item.isEmpty()
        ? Mark.NONE
        : new Mark(
            State.valueOf(text(item, STATE)),
            text(item, RUN),
            text(item, ID),
            text(item, OTHER),
            text(item, OTHER_ID),
            Instant.parse(text(item, SINCE)),
            Optional.ofNullable(item.get(ORIGIN)).map(AttributeValue::s));
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return JobItem.attribute(item, name).s();
  }

  /// A write whose answer was lost is recognised by its name when the SDK repeats it.
  ///
  /// @return whether the mark was `before`
  boolean replace(Mark before, Mark after) {
    Map<String, AttributeValue> stored = stored();
    if (!mark(stored).equals(before)) {
      return false;
    }
    String name = newName();
    PutItemRequest.Builder put =
        PutItemRequest.builder()
            .tableName(table)
            .item(item(after, name))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    if (stored.isEmpty()) {
      put.conditionExpression(JobConditions.ABSENT);
    } else {
      put.conditionExpression(JobItem.COMMIT + " = :seen")
          .expressionAttributeValues(Map.of(":seen", JobItem.attribute(stored, JobItem.COMMIT)));
    }
    return Patience.ask("DynamoDB write to " + table, () -> replace(put.build(), name));
  }

  private boolean replace(PutItemRequest put, String name) {
    try {
      dynamo.putItem(put);
      return true;
    } catch (ConditionalCheckFailedException e) {
      return e.hasItem() && name.equals(text(e.item(), JobItem.COMMIT));
    }
  }

  private static Map<String, AttributeValue> item(Mark mark, String name) {
    Map<String, AttributeValue> item = new HashMap<>(KEY);
    item.put(STATE, JobItem.text(mark.state().name()));
    item.put(RUN, JobItem.text(mark.run()));
    item.put(ID, JobItem.text(mark.id()));
    item.put(OTHER, JobItem.text(mark.other()));
    item.put(OTHER_ID, JobItem.text(mark.otherId()));
    item.put(SINCE, JobItem.text(mark.since().toString()));
    mark.origin().ifPresent(origin -> item.put(ORIGIN, JobItem.text(origin)));
    item.put(JobItem.COMMIT, JobItem.text(name));
    return item;
  }

  private String newName() {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  /// @return the part of a transaction that holds only while this run of a move fills the table
  TransactWriteItem isFilledBy(String run) {
    return TransactWriteItem.builder()
        .conditionCheck(c ->
            c.tableName(table)
                .key(KEY)
                .conditionExpression(STATE + " = :state AND " + RUN + " = :run")
                .expressionAttributeValues(
                    Map.of(
                        ":state", JobItem.text(State.FILLING.name()), ":run", JobItem.text(run))))
        .build();
  }
}
