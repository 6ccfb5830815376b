package dev.tintype.aws;

import dev.tintype.aws.JobConditions.Values;
import dev.tintype.aws.JobIndex.Candidates;
import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.s3.AwsCall;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The job store in one DynamoDB table with three indexes; [JobItem] defines its items. Reads by
/// key are consistent. [#due] and [#page] find keys in an index, which DynamoDB updates shortly
/// after a write, and then read the records consistently. So their records are current, but records
/// of the last moments may be missing. While a move fills the table, nothing is due: the store that
/// it is filled from still cares for it. Safe for use by many threads and processes.
public final class DynamoJobStore implements JobStore {

  private static final int LOOKED_AT = 100;

  private static final int MOST_LOOKED_AT = 1_000;

  private static final DueWork NOTHING = new DueWork(List.of(), List.of(), List.of());

  private final DynamoDbClient dynamo;
  private final String table;
  private final JobCommit commit;
  private final JobIndex index;
  private final BatchReads reads;
  private final MarkItem mark;

  /// @param dynamo the client
  /// @param table the table's name
  /// @param random makes the names of commits; drawn from at each call
  public DynamoJobStore(DynamoDbClient dynamo, String table, SecureRandom random) {
    this.dynamo = dynamo;
    this.table = table;
    this.commit = new JobCommit(dynamo, table, random);
    this.index = new JobIndex(dynamo, table);
    this.reads = new BatchReads(dynamo, table);
    this.mark = new MarkItem(dynamo, table, random);
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
  public List<VersionRecord> versions(ImageId id, Consumer<Unreadable> skipped) {
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
                .flatMap(item -> unlessUnreadable(item, JobItem::version, skipped).stream())
                .sorted(Comparator.comparingLong(VersionRecord::sequence))
                .toList());
  }

  @Override
  public Map<VersionName, VersionRecord> versions(
      Collection<VersionName> names, Consumer<Unreadable> skipped) {
    Map<VersionName, VersionRecord> found = new HashMap<>();
    AwsCall.ask(
            "DynamoDB batch read of " + table,
            () -> reads.read(names.stream().map(one -> JobItem.key(one.imageId(), one.version()))))
        .forEach(item ->
            unlessUnreadable(item, JobItem::version, skipped)
                .ifPresent(record -> found.put(VersionName.of(record), record)));
    return found;
  }

  @Override
  public Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    return get(JobItem.idempotencyKey(key))
        .map(JobItem::idempotency)
        .filter(row -> row.expiresAt().isAfter(now));
  }

  @Override
  public Optional<Outcome> outcome(String id) {
    return get(JobItem.outcomeKey(id)).map(JobItem::outcome);
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

  private static <T> Optional<T> unlessUnreadable(
      Map<String, AttributeValue> item,
      Function<Map<String, AttributeValue>, T> reading,
      Consumer<Unreadable> skipped) {
    try {
      return Optional.of(reading.apply(item));
    } catch (UnreadableRecord e) {
      skipped.accept(e.unreadable());
      return Optional.empty();
    }
  }

  @Override
  public DueWork due(Instant now, int limit, Set<DueKind> kinds) {
    return AwsCall.ask(
        "DynamoDB query of " + table,
        () -> {
          DueWork due = new Due(now, limit).of(kinds);
          return due.equals(NOTHING) || !mark.isFilling() ? due : NOTHING;
        });
  }

  /// One query of the index of due work.
  private final class Due {
    private static final String FIRST = "0";
    private static final String LAST = "9";

    private final Instant now;
    private final int limit;
    private final List<Unreadable> unreadable = new ArrayList<>();

    Due(Instant now, int limit) {
      this.now = now;
      this.limit = limit;
    }

    DueWork of(Set<DueKind> kinds) {
      return new DueWork(
          kinds.contains(DueKind.VERSION)
              ? upToNow(JobItem.Kind.VERSION, JobItem::version)
              : List.of(),
          kinds.contains(DueKind.IMAGE) ? upToNow(JobItem.Kind.IMAGE, JobItem::image) : List.of(),
          kinds.contains(DueKind.OUTCOME) ? outcomes() : List.of(),
          unreadable);
    }

    <T> List<T> upToNow(JobItem.Kind kind, Function<Map<String, AttributeValue>, T> reading) {
      List<T> found = new ArrayList<>();
      collect(kind, FIRST, JobItem.sortable(now), reading, found);
      return found;
    }

    /// Lists outcomes. Outcomes that a fast clock postponed come last.
    List<Outcome> outcomes() {
      List<Outcome> found = upToNow(JobItem.Kind.OUTCOME, JobItem::outcome);
      if (found.size() < limit) {
        String beyond = JobItem.sortable(Schedule.latestRetry(now).plusNanos(1));
        collect(JobItem.Kind.OUTCOME, beyond, LAST, JobItem::outcome, found);
      }
      return found;
    }

    private <T> void collect(
        JobItem.Kind kind,
        String from,
        String until,
        Function<Map<String, AttributeValue>, T> reading,
        List<T> found) {
      index.due(
          kind,
          from,
          until,
          limit,
          item -> {
            unlessUnreadable(item, reading, this::skip).ifPresent(found::add);
            return found.size() < limit;
          });
    }

    private void skip(Unreadable row) {
      if (unreadable.stream().filter(one -> one.kind() == row.kind()).count()
          < DueWork.MOST_UNREADABLE) {
        unreadable.add(row);
      }
    }
  }

  @Override
  public long outcomesDue(Instant now, int most) {
    List<Map<String, AttributeValue>> found = new ArrayList<>();
    return AwsCall.ask(
        "DynamoDB query of " + table,
        () -> {
          index.due(
              JobItem.Kind.OUTCOME,
              Due.FIRST,
              JobItem.sortable(now),
              Math.min(most, MOST_LOOKED_AT),
              item -> {
                found.add(item);
                return found.size() < most;
              });
          return (long) found.size();
        });
  }

  @Override
  public void eachAwaited(Consumer<VersionRecord> visitor) {
    each(VersionState.AwaitingUpload.class, visitor);
  }

  @Override
  public void eachHeld(Consumer<VersionRecord> visitor) {
    each(VersionState.Processing.class, visitor);
  }

  /// Every open version has a due instant, so the index of due work has them all.
  private void each(Class<? extends VersionState> state, Consumer<VersionRecord> visitor) {
    AwsCall.ask(
        "DynamoDB query of " + table,
        () -> {
          index.due(
              JobItem.Kind.VERSION,
              Due.FIRST,
              Due.LAST,
              LOOKED_AT,
              item -> {
                unlessUnreadable(item, JobItem::version, _ -> {})
                    .filter(record -> state.isInstance(record.state()))
                    .ifPresent(visitor);
                return true;
              });
          return true;
        });
  }

  @Override
  public ImagePage page(Optional<String> state, Optional<ImageId> before, int limit) {
    return AwsCall.ask(
        "DynamoDB query of " + table,
        () -> state.isEmpty() ? page(before, limit) : ofState(state.get(), before, limit));
  }

  private ImagePage page(Optional<ImageId> before, int limit) {
    List<Map<String, AttributeValue>> items = index.list(before, limit);
    List<Unreadable> unreadable = new ArrayList<>();
    List<ImageRecord> images =
        items.stream()
            .flatMap(item -> unlessUnreadable(item, JobItem::image, unreadable::add).stream())
            .toList();
    Optional<ImageId> next =
        items.size() < limit ? Optional.empty() : Optional.of(JobItem.imageId(items.getLast()));
    return new ImagePage(images, unreadable, next);
  }

  @Override
  public ImagePage page(Metadata.Entry entry, Optional<ImageId> before, int limit) {
    return AwsCall.ask(
        "DynamoDB query of " + table,
        () -> {
          List<ImageId> ids = index.tagged(entry, before, limit);
          List<Unreadable> unreadable = new ArrayList<>();
          List<ImageRecord> images =
              index.images(ids).stream()
                  .flatMap(item -> unlessUnreadable(item, JobItem::image, unreadable::add).stream())
                  .filter(image -> image.metadata().has(entry))
                  .toList();
          return new ImagePage(
              images,
              unreadable,
              ids.size() < limit ? Optional.empty() : Optional.of(ids.getLast()));
        });
  }

  /// The index also names images that have a newer version. The number of images that are examined
  /// is limited, so that a page of few images ends in time.
  private ImagePage ofState(String state, Optional<ImageId> before, int limit) {
    List<ImageRecord> found = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    Optional<ImageId> cursor = before;
    int most = limit;
    for (int lookedAt = 0; lookedAt < MOST_LOOKED_AT; lookedAt += most) {
      most = lookedAt == 0 ? limit : Math.max(limit, LOOKED_AT);
      Candidates candidates = index.ofState(state, cursor, most);
      for (Map<String, AttributeValue> item : index.images(candidates.versions().keySet())) {
        unlessUnreadable(item, JobItem::image, unreadable::add)
            .filter(candidates::haveLatestOf)
            .ifPresent(found::add);
        if (found.size() == limit) {
          return new ImagePage(found, unreadable, Optional.of(JobItem.imageId(item)));
        }
      }
      cursor = candidates.next();
      if (cursor.isEmpty()) {
        break;
      }
    }
    return new ImagePage(found, unreadable, cursor);
  }
}
