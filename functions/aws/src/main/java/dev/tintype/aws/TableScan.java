package dev.tintype.aws;

import dev.tintype.aws.MovedItem.Place;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/// Reads all items of one kind from the job table, consistently and in no order. DynamoDB bills
/// every item of the table for it.
///
/// @param dynamo the client
/// @param table the table's name
record TableScan(DynamoDbClient dynamo, String table) {

  private static final int SEGMENTS = 8;
  private static final String OF_KIND =
      "begins_with(" + JobItem.PK + ", :pk) AND begins_with(" + JobItem.SK + ", :sk)";

  /// Not what a canary leaves in the table of a new stack: the tombstone of its image, and the
  /// idempotency key.
  private static final Map<Table, String> SHOWN =
      Map.of(
          Table.IMAGES,
          " AND (attribute_exists(%s) OR attribute_exists(%s) OR attribute_exists(%s))"
              .formatted(MovedItem.MOVED, JobItem.LIST_SHARD, JobItem.DUE_AT),
          Table.IDEMPOTENCY,
          " AND attribute_exists(" + MovedItem.MOVED + ")");

  /// @param each is told of every item, by several threads
  /// @throws StoreUnavailable when the table does not answer
  void items(Table kind, Consumer<Map<String, AttributeValue>> each) {
    segments(kind, Select.ALL_ATTRIBUTES, answer -> answer.items().forEach(each));
  }

  /// @throws StoreUnavailable when the table does not answer
  long count(Table kind) {
    LongAdder sum = new LongAdder();
    segments(kind, Select.COUNT, answer -> sum.add(answer.count()));
    return sum.sum();
  }

  private void segments(Table kind, Select select, Consumer<ScanResponse> each) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> segments = new ArrayList<>();
      for (int segment = 0; segment < SEGMENTS; segment++) {
        ScanRequest.Builder scan = scan(kind, select, segment);
        segments.add(threads.submit(() -> segment(scan, each)));
      }
      for (Future<?> segment : segments) {
        await(segment);
      }
    }
  }

  private ScanRequest.Builder scan(Table kind, Select select, int segment) {
    Place place = Place.of(kind);
    return ScanRequest.builder()
        .tableName(table)
        .consistentRead(true)
        .segment(segment)
        .totalSegments(SEGMENTS)
        .select(select)
        .filterExpression(OF_KIND + SHOWN.getOrDefault(kind, ""))
        .expressionAttributeValues(
            Map.of(":pk", JobItem.text(place.partition()), ":sk", JobItem.text(place.sort())));
  }

  private void segment(ScanRequest.Builder scan, Consumer<ScanResponse> each) {
    ScanResponse answer;
    do {
      answer = Patience.ask(asked(), () -> dynamo.scan(scan.build()));
      each.accept(answer);
      scan.exclusiveStartKey(answer.hasLastEvaluatedKey() ? answer.lastEvaluatedKey() : null);
    } while (answer.hasLastEvaluatedKey());
  }

  private void await(Future<?> segment) {
    try {
      segment.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable(asked() + ": interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreUnavailable unavailable) {
        throw unavailable;
      }
      throw new IllegalStateException(asked(), e);
    }
  }

  private String asked() {
    return "DynamoDB scan of " + table;
  }
}
