package dev.tintype.aws;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.RecordTransfer.UnstorableRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Writes the rows of a move by transactions, each of which holds only while the move's run fills
/// the table, and only for keys of nothing or of what a move has written.
///
/// @param dynamo the client
/// @param table the table's name
/// @param mark the mark of the move
record MoveWrites(DynamoDbClient dynamo, String table, MarkItem mark) {

  /// With the mark, what DynamoDB takes in a transaction.
  private static final int MOST = 99;

  /// A character has three bytes at most, and a transaction 4 MB.
  private static final int MOST_CHARACTERS = 1_000_000;

  private static final String CONDITION_FAILED = "ConditionalCheckFailed";
  private static final List<String> BUSY =
      List.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");
  private static final String FREE =
      JobConditions.ABSENT + " OR attribute_exists(" + MovedItem.MOVED + ")";

  /// What happens to one row.
  sealed interface Change {
    Table kind();

    String key();

    int characters();

    /// @return the metadata of the image afterwards
    Metadata metadata();

    /// A row is put.
    record Put(Table kind, Row row, Instant now) implements Change {
      @Override
      public String key() {
        return row.key();
      }

      @Override
      public int characters() {
        return row.fields().stream().mapToInt(String::length).sum();
      }

      @Override
      public Metadata metadata() {
        return MovedItem.metadata(row);
      }
    }

    /// A row is removed, if it is there.
    record Remove(Table kind, String key) implements Change {
      @Override
      public int characters() {
        return 0;
      }

      @Override
      public Metadata metadata() {
        return Metadata.NONE;
      }
    }
  }

  /// A change with all that DynamoDB does for it, in one transaction.
  private record Step(Change change, List<TransactWriteItem> items) {}

  /// @param name the store's name in messages
  /// @return false when the run does not fill the table any more; what was written before stays
  /// @throws UnstorableRow when a row has the key of an item that a function wrote
  boolean apply(String run, List<Change> changes, String name) {
    List<Step> next = new ArrayList<>();
    int items = 0;
    int characters = 0;
    for (Step step : steps(changes)) {
      boolean isFull =
          items + step.items().size() > MOST
              || characters + step.change().characters() > MOST_CHARACTERS;
      if (isFull && !next.isEmpty()) {
        if (!transaction(run, next, name)) {
          return false;
        }
        next.clear();
        items = 0;
        characters = 0;
      }
      next.add(step);
      items += step.items().size();
      characters += step.change().characters();
    }
    return transaction(run, next, name);
  }

  /// An image brings and takes the items of its metadata.
  private List<Step> steps(List<Change> changes) {
    Map<String, Metadata> before = storedMetadata(changes);
    return changes.stream()
        .map(change -> {
          List<TransactWriteItem> items = new ArrayList<>(List.of(item(change)));
          if (change.kind() == Table.IMAGES && ImageId.isUlid(change.key())) {
            JobWrite.tags(
                    new ImageId(change.key()),
                    before.getOrDefault(change.key(), Metadata.NONE),
                    change.metadata())
                .forEach(tag -> items.add(item(tag)));
          }
          return new Step(change, items);
        })
        .toList();
  }

  /// @return the metadata of the images that are in the table already, by their keys
  private Map<String, Metadata> storedMetadata(List<Change> changes) {
    List<Map<String, AttributeValue>> keys =
        changes.stream()
            .filter(change -> change.kind() == Table.IMAGES)
            .map(change -> MovedItem.key(change.kind(), change.key()))
            .toList();
    return Patience.ask(
            "DynamoDB batch read of " + table,
            () -> new BatchReads(dynamo, table).read(keys.stream()))
        .stream()
        .map(item -> MovedItem.row(Table.IMAGES, item))
        .collect(Collectors.toMap(Row::key, MovedItem::metadata));
  }

  private boolean transaction(String run, List<Step> steps, String name) {
    List<TransactWriteItem> items = new ArrayList<>();
    items.add(mark.isFilledBy(run));
    steps.forEach(step -> items.addAll(step.items()));
    return Patience.ask("DynamoDB write to " + table, () -> transaction(items, steps, name));
  }

  private boolean transaction(List<TransactWriteItem> items, List<Step> steps, String name) {
    try {
      dynamo.transactWriteItems(r -> r.transactItems(items));
      return true;
    } catch (TransactionCanceledException e) {
      List<String> reasons =
          e.cancellationReasons().stream().map(CancellationReason::code).toList();
      if (reasons.getFirst().equals(CONDITION_FAILED)) {
        return false;
      }
      int taken = reasons.indexOf(CONDITION_FAILED);
      if (taken > 0) {
        Change change = changeOf(steps, taken - 1);
        throw new UnstorableRow(
            name,
            change.kind(),
            change.key(),
            "a function on AWS has written %s while the table was being filled. Delete that item by hand, but keep the item MOVE/MARK"
                .formatted(shown(change)));
      }
      BUSY.stream()
          .filter(reasons::contains)
          .findFirst()
          .ifPresent(reason -> {
            throw new Patience.Busy(reason);
          });
      throw e;
    } catch (DynamoDbException e) {
      if (JobCommit.isInProgress(e)) {
        throw new Patience.Busy(JobCommit.IN_PROGRESS);
      }
      throw e;
    }
  }

  /// @param place of one of the items of all steps
  private static Change changeOf(List<Step> steps, int place) {
    return steps.stream()
        .flatMap(step -> Collections.nCopies(step.items().size(), step.change()).stream())
        .skip(place)
        .findFirst()
        .orElseThrow();
  }

  private static String shown(Change change) {
    Map<String, AttributeValue> key = MovedItem.key(change.kind(), change.key());
    return "the item with %s '%s' and %s '%s'"
        .formatted(
            JobItem.PK,
            JobItem.attribute(key, JobItem.PK).s(),
            JobItem.SK,
            JobItem.attribute(key, JobItem.SK).s());
  }

  private TransactWriteItem item(Change change) {
    TransactWriteItem.Builder item = TransactWriteItem.builder();
    switch (change) {
      case Change.Put put -> {
        Map<String, AttributeValue> values = MovedItem.item(put.kind(), put.row(), put.now());
        item.put(p -> p.tableName(table).item(values).conditionExpression(FREE));
      }
      case Change.Remove remove ->
          item.delete(d ->
              d.tableName(table)
                  .key(MovedItem.key(remove.kind(), remove.key()))
                  .conditionExpression(FREE));
    }
    return item.build();
  }

  private TransactWriteItem item(JobWrite tag) {
    TransactWriteItem.Builder item = TransactWriteItem.builder();
    switch (tag) {
      case JobWrite.Set set -> item.put(p -> p.tableName(table).item(set.item()));
      case JobWrite.Remove remove -> item.delete(d -> d.tableName(table).key(remove.key()));
      case JobWrite.Put _, JobWrite.RemoveIf _, JobWrite.AddUnlessThere _ ->
          throw new IllegalArgumentException("no write of an entry: " + tag);
    }
    return item.build();
  }
}
