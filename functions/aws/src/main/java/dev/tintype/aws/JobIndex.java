package dev.tintype.aws;

import dev.tintype.aws.JobConditions.Values;
import dev.tintype.core.ImageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Finds items by the table's two indexes: each shard is asked, the answers are merged, and the
/// items themselves are then read consistently, so that what an index has not heard yet is dropped.
final class JobIndex {

  private static final int BATCH = 100;
  private static final String NO_BOUND = JobItem.IMAGES + "~";

  private static final String DUE_BY_NOW =
      JobItem.DUE_SHARD + " = " + Values.SHARD + " AND " + JobItem.DUE_AT + " <= " + Values.NOW;
  private static final String LISTED_BEFORE =
      JobItem.LIST_SHARD + " = " + Values.SHARD + " AND " + JobItem.PK + " < " + Values.BEFORE;

  private final DynamoDbClient dynamo;
  private final String table;

  JobIndex(DynamoDbClient dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
  }

  /// @return items of a kind whose due instant is at or before `now`, oldest first
  List<Map<String, AttributeValue>> due(JobItem.Kind kind, Instant now, int limit) {
    String until = JobItem.sortable(now);
    Comparator<Map<String, AttributeValue>> oldestFirst =
        Comparator.comparing(item -> JobItem.dueAt(item).orElse(""));
    Stream<Map<String, AttributeValue>> found =
        ofEveryShard(
            limit,
            shard ->
                QueryRequest.builder()
                    .indexName(JobItem.DUE_INDEX)
                    .keyConditionExpression(DUE_BY_NOW)
                    .expressionAttributeValues(
                        Map.of(
                            Values.SHARD,
                            JobItem.text(kind.shard(shard)),
                            Values.NOW,
                            JobItem.text(until))));
    return read(found.sorted(oldestFirst).limit(limit)).stream()
        .filter(item -> JobItem.dueAt(item).filter(at -> at.compareTo(until) <= 0).isPresent())
        .sorted(oldestFirst)
        .toList();
  }

  /// @return items of living images, newest first
  List<Map<String, AttributeValue>> list(Optional<ImageId> before, int limit) {
    List<Map<String, AttributeValue>> page = new ArrayList<>();
    String bound = before.map(id -> JobItem.IMAGES + id).orElse(NO_BOUND);
    while (page.size() < limit) {
      int wanted = limit - page.size();
      List<Map<String, AttributeValue>> keys = listed(bound, wanted);
      read(keys.stream()).stream()
          .filter(item -> item.containsKey(JobItem.LIST_SHARD))
          .sorted(Comparator.comparing(JobIndex::partition).reversed())
          .forEach(page::add);
      if (keys.size() < wanted) {
        break;
      }
      bound = partition(keys.getLast());
    }
    return page;
  }

  private List<Map<String, AttributeValue>> listed(String bound, int limit) {
    return ofEveryShard(
            limit,
            shard ->
                QueryRequest.builder()
                    .indexName(JobItem.LIST_INDEX)
                    .scanIndexForward(false)
                    .keyConditionExpression(LISTED_BEFORE)
                    .expressionAttributeValues(
                        Map.of(
                            Values.SHARD,
                            JobItem.text(JobItem.listShard(shard)),
                            Values.BEFORE,
                            JobItem.text(bound))))
        .sorted(Comparator.comparing(JobIndex::partition).reversed())
        .limit(limit)
        .toList();
  }

  private static String partition(Map<String, AttributeValue> item) {
    return JobItem.attribute(item, JobItem.PK).s();
  }

  /// Keys are short: 1,000 of them stay far below the megabyte at which DynamoDB cuts a page.
  private Stream<Map<String, AttributeValue>> ofEveryShard(
      int limit, IntFunction<QueryRequest.Builder> query) {
    return IntStream.range(0, JobItem.SHARDS)
        .mapToObj(query)
        .map(one -> dynamo.query(one.tableName(table).limit(limit).build()))
        .flatMap(answer -> answer.items().stream());
  }

  private List<Map<String, AttributeValue>> read(Stream<Map<String, AttributeValue>> keys) {
    List<Map<String, AttributeValue>> wanted = keys.map(JobItem::keyOf).toList();
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (int from = 0; from < wanted.size(); from += BATCH) {
      readBatch(wanted.subList(from, Math.min(wanted.size(), from + BATCH)), items);
    }
    return items;
  }

  private void readBatch(
      Collection<Map<String, AttributeValue>> keys, List<Map<String, AttributeValue>> items) {
    Map<String, KeysAndAttributes> open = new HashMap<>();
    open.put(table, KeysAndAttributes.builder().keys(keys).consistentRead(true).build());
    while (!open.isEmpty()) {
      Map<String, KeysAndAttributes> asked = Map.copyOf(open);
      BatchGetItemResponse answer = dynamo.batchGetItem(r -> r.requestItems(asked));
      items.addAll(answer.responses().getOrDefault(table, List.of()));
      open.clear();
      open.putAll(answer.unprocessedKeys());
    }
  }
}
