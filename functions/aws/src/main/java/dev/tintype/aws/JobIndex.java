package dev.tintype.aws;

import dev.tintype.aws.JobConditions.Values;
import dev.tintype.core.ImageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Finds items by the table's two indexes. It queries each shard, merges the answers and then reads
/// the items consistently. Items that no longer match are dropped.
final class JobIndex {

  private static final int BATCH = 100;
  private static final String NO_BOUND = JobItem.IMAGES + "~";

  private static final String DUE_BETWEEN =
      JobItem.DUE_SHARD
          + " = "
          + Values.SHARD
          + " AND "
          + JobItem.DUE_AT
          + " BETWEEN "
          + Values.FROM
          + " AND "
          + Values.NOW;
  private static final String LISTED_BEFORE =
      JobItem.LIST_SHARD + " = " + Values.SHARD + " AND " + JobItem.PK + " < " + Values.BEFORE;

  private static final Comparator<Map<String, AttributeValue>> OLDEST_FIRST =
      Comparator.comparing(item -> JobItem.dueAt(item).orElse(""));

  private final DynamoDbClient dynamo;
  private final String table;

  JobIndex(DynamoDbClient dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
  }

  /// Passes due items of a kind to a consumer, oldest first, until it wants no more.
  ///
  /// @param from only items due at or after this instant
  /// @param until only items due at or before this instant
  /// @param page how many keys one query returns, 1 to 1,000
  /// @param goOn receives an item and returns whether it wants more
  void due(
      JobItem.Kind kind,
      String from,
      String until,
      int page,
      Predicate<Map<String, AttributeValue>> goOn) {
    Merged keys =
        new Merged(
            IntStream.range(0, JobItem.SHARDS)
                .mapToObj(shard -> dueKeys(kind.shard(shard), from, until, page))
                .toList());
    List<Map<String, AttributeValue>> batch = keys.next(page);
    while (!batch.isEmpty()) {
      List<Map<String, AttributeValue>> items =
          read(batch.stream()).stream()
              .filter(item -> isBetween(item, from, until))
              .sorted(OLDEST_FIRST)
              .toList();
      for (Map<String, AttributeValue> item : items) {
        if (!goOn.test(item)) {
          return;
        }
      }
      batch = batch.size() < page ? List.of() : keys.next(page);
    }
  }

  /// @return the keys of one shard, queried page by page as they are read
  private Iterator<Map<String, AttributeValue>> dueKeys(
      String shard, String from, String until, int page) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table)
            .indexName(JobItem.DUE_INDEX)
            .keyConditionExpression(DUE_BETWEEN)
            .expressionAttributeValues(
                Map.of(
                    Values.SHARD,
                    JobItem.text(shard),
                    Values.FROM,
                    JobItem.text(from),
                    Values.NOW,
                    JobItem.text(until)))
            .limit(page)
            .build();
    return dynamo.queryPaginator(query).items().iterator();
  }

  private static boolean isBetween(Map<String, AttributeValue> item, String from, String until) {
    return JobItem.dueAt(item)
        .filter(at -> at.compareTo(from) >= 0 && at.compareTo(until) <= 0)
        .isPresent();
  }

  /// Merges the keys of several shards into one order. It queries a shard only when that shard's
  /// next key is needed.
  private static final class Merged {
    private final List<Iterator<Map<String, AttributeValue>>> shards;
    private final List<Optional<Map<String, AttributeValue>>> heads;

    Merged(List<Iterator<Map<String, AttributeValue>>> shards) {
      this.shards = shards;
      this.heads = new ArrayList<>(Collections.nCopies(shards.size(), Optional.empty()));
    }

    List<Map<String, AttributeValue>> next(int most) {
      List<Map<String, AttributeValue>> keys = new ArrayList<>();
      while (keys.size() < most && fill()) {
        int first = smallest();
        heads.get(first).ifPresent(keys::add);
        heads.set(first, Optional.empty());
      }
      return keys;
    }

    private boolean fill() {
      for (int i = 0; i < shards.size(); i++) {
        if (heads.get(i).isEmpty() && shards.get(i).hasNext()) {
          heads.set(i, Optional.of(shards.get(i).next()));
        }
      }
      return heads.stream().anyMatch(Optional::isPresent);
    }

    private int smallest() {
      int smallest = -1;
      for (int i = 0; i < heads.size(); i++) {
        if (heads.get(i).isPresent()
            && (smallest < 0
                || OLDEST_FIRST.compare(
                        heads.get(i).orElseThrow(), heads.get(smallest).orElseThrow())
                    < 0)) {
          smallest = i;
        }
      }
      return smallest;
    }
  }

  /// @return items of live images, newest first
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

  /// @return the states of these versions, by the items' keys
  Map<Map<String, AttributeValue>, String> states(
      Collection<Map<String, AttributeValue>> versionKeys) {
    Map<Map<String, AttributeValue>, String> states = new HashMap<>();
    for (Map<String, AttributeValue> item : read(versionKeys.stream())) {
      AttributeValue state = item.get(JobItem.STATE);
      if (state != null) {
        states.put(JobItem.keyOf(item), state.s());
      }
    }
    return states;
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

  /// Keys are short, so 1,000 of them stay far below the megabyte at which DynamoDB ends a page.
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
