package dev.tintype.aws;

import dev.tintype.aws.JobConditions.Values;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.Change.Write.DelayOutcome;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.Change.Write.RemoveVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// One write of a change in DynamoDB's words.
///
/// @param item what DynamoDB does
/// @param lenient whether a condition that does not hold merely leaves this write out
record JobWrite(TransactWriteItem item, boolean lenient) {

  /// @param commitId names the commit in every item it puts
  static JobWrite of(String table, String commitId, Write write) {
    return switch (write) {
      case PutImage put ->
          put(table, commitId, JobItem.of(put.after()), put.before().map(b -> b.epoch()));
      case PutVersion put ->
          put(table, commitId, JobItem.of(put.after()), put.before().map(b -> b.epoch()));
      case RemoveVersion remove -> delete(table, JobItem.key(remove.imageId(), remove.version()));
      case AddOutcome add -> addUnlessThere(table, JobItem.of(add.row()));
      case DelayOutcome delay ->
          put(table, commitId, JobItem.of(delay.row()), JobConditions.PRESENT, Map.of(), true);
      case RemoveOutcome remove -> delete(table, JobItem.outcomeKey(remove.id()));
      case AddIdempotency add ->
          put(
              table,
              commitId,
              JobItem.of(add.row()),
              JobConditions.ABSENT_OR_EXPIRED,
              Map.of(Values.NOW, JobItem.text(JobItem.sortable(add.now()))),
              false);
    };
  }

  private static JobWrite put(
      String table, String commitId, Map<String, AttributeValue> item, Optional<Long> epoch) {
    return epoch.isEmpty()
        ? put(table, commitId, item, JobConditions.ABSENT, Map.of(), false)
        : put(
            table,
            commitId,
            item,
            JobConditions.SAME_EPOCH,
            Map.of(Values.EPOCH, JobItem.number(epoch.get())),
            false);
  }

  private static JobWrite put(
      String table,
      String commitId,
      Map<String, AttributeValue> item,
      String condition,
      Map<String, AttributeValue> values,
      boolean lenient) {
    Map<String, AttributeValue> named = new HashMap<>(item);
    named.put(JobItem.COMMIT, JobItem.text(commitId));
    Put put =
        Put.builder()
            .tableName(table)
            .item(named)
            .conditionExpression(condition)
            .expressionAttributeValues(values.isEmpty() ? null : values)
            .build();
    return new JobWrite(TransactWriteItem.builder().put(put).build(), lenient);
  }

  private static JobWrite delete(String table, Map<String, AttributeValue> key) {
    Delete delete = Delete.builder().tableName(table).key(key).build();
    return new JobWrite(TransactWriteItem.builder().delete(delete).build(), false);
  }

  /// An update that keeps every existing attribute. A conditional put would instead cancel the
  /// whole transaction when the row exists.
  private static JobWrite addUnlessThere(String table, Map<String, AttributeValue> item) {
    Map<String, String> names = new HashMap<>();
    Map<String, AttributeValue> values = new HashMap<>();
    StringBuilder set = new StringBuilder("SET ");
    String separator = "";
    for (Map.Entry<String, AttributeValue> attribute : new TreeMap<>(item).entrySet()) {
      if (attribute.getKey().equals(JobItem.PK) || attribute.getKey().equals(JobItem.SK)) {
        continue;
      }
      String name = "#a" + names.size();
      String value = ":a" + names.size();
      set.append(separator + name + " = if_not_exists(" + name + ", " + value + ")");
      names.put(name, attribute.getKey());
      values.put(value, attribute.getValue());
      separator = ", ";
    }
    Update update =
        Update.builder()
            .tableName(table)
            .key(JobItem.keyOf(item))
            .updateExpression(set.toString())
            .expressionAttributeNames(names)
            .expressionAttributeValues(values)
            .build();
    return new JobWrite(TransactWriteItem.builder().update(update).build(), false);
  }
}
