package dev.tintype.aws;

import dev.tintype.aws.JobConditions.Values;
import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.state.ImageRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Finds items by the table's three indexes. Two of them are divided into shards: it queries each
/// shard and merges the answers. Then it reads the items consistently. Items that no longer match
/// are dropped.
final class JobIndex {

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

  /// `state` is a reserved word of DynamoDB, so the expression needs another name for it.
  private static final String STATE = "#state";

  private static final String OF_STATE_BEFORE =
      STATE + " = " + Values.STATE + " AND " + JobItem.PK + " < " + Values.BEFORE;

  private static final String TAGGED_BEFORE =
      JobItem.PK + " = " + Values.PK + " AND " + JobItem.SK + " < " + Values.BEFORE;

  private static final Comparator<Map<String, AttributeValue>> OLDEST_FIRST =
      Comparator.comparing(item -> JobItem.dueAt(item).orElse(""));

  private final DynamoDbClient dynamo;
  private final String table;
  private final BatchReads reads;

  JobIndex(DynamoDbClient dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
    this.reads = new BatchReads(dynamo, table);
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
          reads.read(batch.stream()).stream()
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
    String bound = bound(before);
    while (page.size() < limit) {
      int wanted = limit - page.size();
      List<Map<String, AttributeValue>> keys = listed(bound, wanted);
      page.addAll(newestFirst(keys.stream()));
      if (keys.size() < wanted) {
        break;
      }
      bound = partition(keys.getLast());
    }
    return page;
  }

  /// Images with versions in one state, newest first, as the index names them.
  ///
  /// @param state the state's name
  /// @param before only images with an id below this one
  /// @param most the most images, 1 to 1,000
  Candidates ofState(String state, Optional<ImageId> before, int most) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table)
            .indexName(JobItem.STATE_INDEX)
            .scanIndexForward(false)
            .keyConditionExpression(OF_STATE_BEFORE)
            .expressionAttributeNames(Map.of(STATE, JobItem.STATE))
            .expressionAttributeValues(
                Map.of(
                    Values.STATE, JobItem.text(state), Values.BEFORE, JobItem.text(bound(before))))
            .limit(most + 1)
            .build();
    LinkedHashMap<ImageId, Set<Map<String, AttributeValue>>> versions = new LinkedHashMap<>();
    for (Map<String, AttributeValue> key : dynamo.queryPaginator(query).items()) {
      ImageId id = JobItem.imageId(key);
      if (versions.size() == most && !versions.containsKey(id)) {
        break;
      }
      versions.computeIfAbsent(id, _ -> new HashSet<>()).add(JobItem.keyOf(key));
    }
    Optional<ImageId> next =
        versions.size() < most ? Optional.empty() : Optional.of(versions.lastEntry().getKey());
    return new Candidates(versions, next);
  }

  /// Images with an entry in their metadata, newest first. The items of entries are in the table
  /// itself, so this is consistent, and no index is paid for.
  ///
  /// @param before only images with an id below this one
  /// @param most the most images, 1 to 1,000
  List<ImageId> tagged(Metadata.Entry entry, Optional<ImageId> before, int most) {
    return dynamo
        .query(r ->
            r.tableName(table)
                .consistentRead(true)
                .scanIndexForward(false)
                .keyConditionExpression(TAGGED_BEFORE)
                .expressionAttributeValues(
                    Map.of(
                        Values.PK,
                        JobItem.text(JobItem.tag(entry)),
                        Values.BEFORE,
                        JobItem.text(bound(before))))
                .limit(most))
        .items()
        .stream()
        .map(JobItem::taggedImage)
        .toList();
  }

  /// Images that may match.
  ///
  /// @param versions the keys of their versions in the wanted state, by image
  /// @param next the oldest of them, if there may be older ones
  record Candidates(
      Map<ImageId, Set<Map<String, AttributeValue>>> versions, Optional<ImageId> next) {

    /// @return whether the image's latest version is one of the versions
    boolean haveLatestOf(ImageRecord image) {
      return image
          .latest()
          .filter(latest ->
              versions.getOrDefault(image.id(), Set.of()).contains(JobItem.key(image.id(), latest)))
          .isPresent();
    }
  }

  /// @return items of live images, newest first
  List<Map<String, AttributeValue>> images(Collection<ImageId> ids) {
    return newestFirst(ids.stream().map(JobItem::key));
  }

  private List<Map<String, AttributeValue>> newestFirst(Stream<Map<String, AttributeValue>> keys) {
    return reads.read(keys).stream()
        .filter(JobItem::isLiveImage)
        .sorted(Comparator.comparing(JobIndex::partition).reversed())
        .toList();
  }

  private static String bound(Optional<ImageId> before) {
    return before.map(id -> JobItem.IMAGES + id).orElse(NO_BOUND);
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
}
