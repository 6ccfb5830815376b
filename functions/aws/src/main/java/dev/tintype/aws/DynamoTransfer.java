package dev.tintype.aws;

import dev.tintype.core.port.RecordTransfer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;

/// Fills a job table with the records of another store.
///
/// The functions do not look at the mark, so their writes cannot be stopped. While a move fills the
/// table, an item that a function wrote is never replaced nor removed: [#write] throws. So nothing
/// that was answered is lost, but a table can only be the new store of a move.
///
/// DynamoDB has no order among images. A first page therefore reads the whole table and sorts it;
/// the pages after it are taken from there, and do not show what others write meanwhile. Safe for
/// use by many threads and processes.
public final class DynamoTransfer implements RecordTransfer, AutoCloseable {

  private static final String AS_WRITES =
      "the functions on AWS write to a DynamoDB table at any time, and nothing can stop them";

  private static final String BEFORE_ALL = " ";

  /// Some 16 MB.
  private static final long MOST_IN_MEMORY = 1 << 24;

  private final DynamoDbClient dynamo;
  private final String table;
  private final String name;
  private final InstantSource clock;
  private final MarkItem mark;
  private final TableScan scan;
  private final MoveWrites writes;
  private final Map<Table, Walk> walks = new EnumMap<>(Table.class);

  /// @param dynamo the client, kept open by its owner for as long as this is used
  /// @param table the table's name
  /// @param name its address for people
  /// @param clock the time
  /// @param random makes the names of writes
  public DynamoTransfer(
      DynamoDbClient dynamo, String table, String name, InstantSource clock, SecureRandom random) {
    this.dynamo = dynamo;
    this.table = table;
    this.name = name;
    this.clock = clock;
    this.mark = new MarkItem(dynamo, table, random);
    this.scan = new TableScan(dynamo, table);
    this.writes = new MoveWrites(dynamo, table, mark);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> whyNeverFrozen() {
    return Optional.of(AS_WRITES);
  }

  @Override
  public Mark mark() {
    return mark.read();
  }

  /// @throws IllegalArgumentException when the new mark says that nobody may write
  @Override
  public boolean mark(Mark before, Mark after) {
    if (after.state() == State.FROZEN || after.state() == State.MOVED) {
      throw new IllegalArgumentException(AS_WRITES);
    }
    return mark.replace(before, after);
  }

  @Override
  public List<Row> page(Table kind, Optional<String> after, int limit) {
    return switch (kind) {
      case TOKENS, DEAD_LETTERS -> kept(kind, after, limit);
      case VERSIONS, IMAGES, IDEMPOTENCY, OUTBOX -> sorted(kind, after, limit);
    };
  }

  private List<Row> kept(Table kind, Optional<String> after, int limit) {
    QueryRequest query = ofPartition(kind, after).tableName(table).build();
    return Patience.ask(
        "DynamoDB query of " + table,
        () ->
            dynamo.queryPaginator(query).items().stream()
                .limit(limit)
                .map(item -> MovedItem.row(kind, item))
                .toList());
  }

  private static QueryRequest.Builder ofPartition(Table kind, Optional<String> after) {
    return QueryRequest.builder()
        .consistentRead(true)
        .keyConditionExpression(JobItem.PK + " = :pk AND " + JobItem.SK + " > :after")
        .expressionAttributeValues(
            Map.of(
                ":pk",
                JobItem.text(MovedItem.Place.of(kind).partition()),
                ":after",
                JobItem.text(after.orElse(BEFORE_ALL))));
  }

  /// Rows of a table, of which those up to a key were taken.
  private record Walk(Optional<String> at, SortedRows rows) {}

  private List<Row> sorted(Table kind, Optional<String> after, int limit) {
    SortedRows rows = walk(kind, after);
    List<Row> page = rows.next(limit);
    if (page.size() < limit) {
      rows.close();
    } else {
      replace(kind, new Walk(Optional.of(page.getLast().key()), rows));
    }
    return page;
  }

  private SortedRows walk(Table kind, Optional<String> after) {
    Optional<Walk> known = replace(kind, null);
    if (known.isPresent() && after.isPresent() && known.get().at().equals(after)) {
      return known.get().rows();
    }
    known.ifPresent(other -> other.rows().close());
    SortedRows rows = new SortedRows(MOST_IN_MEMORY);
    try {
      scan.items(
          kind,
          item -> {
            Row row = MovedItem.row(kind, item);
            if (after.isEmpty() || row.key().compareTo(after.get()) > 0) {
              rows.add(row);
            }
          });
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
    return rows;
  }

  /// @return the walk that was there before
  private synchronized Optional<Walk> replace(Table kind, @Nullable Walk walk) {
    Walk before = walk == null ? walks.remove(kind) : walks.put(kind, walk);
    if (walk != null && before != null) {
      before.rows().close();
    }
    return Optional.ofNullable(before);
  }

  @Override
  public long count(Table kind) {
    return switch (kind) {
      case TOKENS, DEAD_LETTERS -> countKept(kind);
      case VERSIONS, IMAGES, IDEMPOTENCY, OUTBOX -> scan.count(kind);
    };
  }

  private long countKept(Table kind) {
    QueryRequest query =
        ofPartition(kind, Optional.empty()).tableName(table).select(Select.COUNT).build();
    return Patience.ask(
        "DynamoDB query of " + table,
        () -> dynamo.queryPaginator(query).stream().mapToLong(answer -> answer.count()).sum());
  }

  /// Writes rows in several transactions. Each holds only while the run fills the table.
  @Override
  public boolean write(String run, Table kind, List<Row> put, List<String> remove) {
    List<MoveWrites.Change> changes = new ArrayList<>();
    remove.forEach(key -> changes.add(new MoveWrites.Change.Remove(kind, key)));
    put.forEach(row -> changes.add(new MoveWrites.Change.Put(kind, row, clock.instant())));
    return writes.apply(run, changes, name);
  }

  @Override
  public synchronized void close() {
    walks.values().forEach(walk -> walk.rows().close());
    walks.clear();
  }
}
