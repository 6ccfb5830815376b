package dev.tintype.aws.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.aws.DynamoTransfer;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.aws.fault.Fault;
import dev.tintype.aws.fault.FaultyProxy;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.migrate.MoveRefused;
import dev.tintype.core.flow.migrate.RecordMove.Ended;
import dev.tintype.core.flow.migrate.Stock;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.JobStore.DueWork;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Queued;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/// Moves records from a SQLite file to a job table.
final class MoveToDynamoTest {

  private static final long SEED = 20_261_130;
  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

  @TempDir private Path folder;
  private DynamoMove stores;

  @BeforeEach
  void open() {
    stores = new DynamoMove(folder);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void everyRecordIsInTheTableAsItWas() throws Exception {
    Stock.fill(stores.from);
    Stock.unreadable(stores.from.transfer());
    var before = stores.from.rows();
    before.forEach((table, rows) -> assertThat(rows).as(table.name()).hasSizeGreaterThan(1));
    Ended ended = stores.move();
    assertThat(ended)
        .isInstanceOfSatisfying(
            Ended.Moved.class,
            moved -> {
              for (Table table : Table.values()) {
                assertThat(moved.sums().orElseThrow().isEqual(table)).isTrue();
                assertThat(moved.sums().orElseThrow().held(table).rows())
                    .isEqualTo(before.get(table).size())
                    .isEqualTo(stores.to.count(table));
              }
            });
    var rows = stores.rows();
    for (Table table : Table.values()) {
      if (table != Table.VERSIONS) {
        assertThat(rows.get(table)).as(table.name()).isEqualTo(before.get(table));
      }
    }
    for (int number = 0; number < Stock.IMAGES; number++) {
      assertThat(stores.jobs.image(Stock.id(number)))
          .isEqualTo(stores.from.jobs().image(Stock.id(number)));
      assertThat(stores.jobs.idempotency(Stock.idempotency(number).key(), Stock.AT))
          .contains(Stock.idempotency(number));
      if (number % 6 != 2) {
        assertThat(version(number)).contains(Stock.version(number));
      }
    }
    VersionRecord released = version(2).orElseThrow();
    assertThat(released.state()).isInstanceOf(Queued.class);
    assertThat(released.attempts()).isOne();
    assertThat(stores.jobs.page(Optional.of("queued"), Optional.empty(), 100).images())
        .extracting(image -> image.id())
        .contains(Stock.id(1), Stock.id(2), Stock.id(8));
    assertThat(stores.jobs.page(Stock.ALBUM, Optional.empty(), 100))
        .isEqualTo(stores.from.jobs().page(Stock.ALBUM, Optional.empty(), 100))
        .satisfies(page -> assertThat(page.images()).hasSizeGreaterThan(3));
    assertThat(stores.jobs.list(Optional.empty(), 100))
        .isEqualTo(stores.from.jobs().list(Optional.empty(), 100));
    List<VersionRecord> awaited = new ArrayList<>();
    stores.jobs.eachAwaited(awaited::add);
    assertThat(awaited).containsExactlyInAnyOrder(Stock.version(0), Stock.version(6));
    assertThatThrownBy(() -> Stock.commit(stores.from.jobs(), Stock.created(70)))
        .isInstanceOf(StoreFrozen.class);
    Stock.commit(stores.jobs, Stock.created(70));
    assertThat(stores.move()).isInstanceOf(Ended.Moved.class);
  }

  private Optional<VersionRecord> version(int number) {
    return stores.jobs.version(Stock.id(number), Stock.version(number).job().version());
  }

  @Test
  void whatIsDueStaysDueAtTheSameInstant() throws Exception {
    Stock.fill(stores.from);
    DueWork before = stores.from.jobs().due(FAR, 1_000);
    stores.move();
    DueWork after = stores.jobs.due(FAR, 1_000);
    assertThat(after.outcomes()).containsExactlyInAnyOrderElementsOf(before.outcomes());
    assertThat(after.outcomes()).isNotEmpty();
    assertThat(after.images()).isNotEmpty().isEqualTo(before.images());
    assertThat(after.versions())
        .containsAll(
            before.versions().stream()
                .filter(version -> !version.state().code().equals("processing"))
                .toList());
  }

  /// SQS has none of the old queue's messages: the sweeper makes new ones.
  @Test
  void theSweeperSendsAMessageWhenTheMovedVersionIsDueAndNotBefore() {
    Instant due = Instant.parse("2026-11-23T10:05:00Z");
    VersionRecord awaited = Stock.version(0);
    VersionRecord queued =
        awaited.to(new Queued(due.minus(Duration.ofMinutes(1))), Optional.of(due), Stock.AT);
    Stock.commit(stores.from.jobs(), Change.of(new PutVersion(Optional.empty(), queued)));
    stores.move();
    TestClock clock = new TestClock(due.minusMillis(1));
    MemoryQueue queue = new MemoryQueue(clock);
    FlowContext context = new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD);
    Stores all = new Stores(stores.jobs, new MemoryStorage(clock), new MemoryStorage(clock));
    Notify notify = new Notify(stores.jobs, _ -> new Notifier.Answer.Told(), context);
    Sweep sweep = new Sweep(all, queue, EdgeCache.NONE, notify, context);
    sweep.sweep(100, EnumSet.of(DueKind.VERSION), Instant.MAX);
    assertThat(queue.bodies()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    sweep.sweep(100, EnumSet.of(DueKind.VERSION), Instant.MAX);
    assertThat(queue.bodies()).singleElement().asString().contains(Stock.id(0).value());
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "LOST_ANSWER", "UNAVAILABLE"})
  void aMoveThroughABadNetworkComesToItsEnd(Fault fault) throws Exception {
    Stock.fill(stores.from);
    for (int number = 100; number < 220; number++) {
      Stock.commit(stores.from.jobs(), Stock.created(number));
    }
    Random random = new Random(SEED);
    try (FaultyProxy proxy =
        new FaultyProxy(
            Emulators.shared().dynamo(),
            () -> {
              synchronized (random) {
                return random.nextInt(12) == 0 ? fault : Fault.NONE;
              }
            })) {
      assertThat(
              stores.move(
                  stores.from.transfer(), stores.through(proxy.url()), _ -> {}, () -> false))
          .as("seed %s", SEED)
          .isInstanceOf(Ended.Moved.class);
      assertThat(proxy.faults()).isPositive();
    }
    var rows = stores.rows();
    assertThat(rows.get(Table.IMAGES)).isEqualTo(stores.from.rows().get(Table.IMAGES));
    assertThat(rows.get(Table.VERSIONS)).hasSize(Stock.IMAGES + 120);
  }

  /// An earlier try of the SDK whose answer was lost may still go on.
  @Test
  void aTransactionThatIsInProgressIsTriedAgain() throws Exception {
    Stock.fill(stores.from);
    AtomicInteger refused = new AtomicInteger();
    DynamoDbClient busy =
        (DynamoDbClient)
            Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("transactWriteItems") && refused.get() < 2) {
                    refused.incrementAndGet();
                    throw DynamoDbException.builder()
                        .awsErrorDetails(
                            AwsErrorDetails.builder()
                                .errorCode("TransactionInProgressException")
                                .build())
                        .statusCode(400)
                        .build();
                  }
                  return method.invoke(stores.aws.dynamo(), arguments);
                });
    try (DynamoTransfer to =
        new DynamoTransfer(
            busy, stores.table, "a table", InstantSource.system(), new SecureRandom())) {
      assertThat(stores.move(stores.from.transfer(), to, _ -> {}, () -> false))
          .isInstanceOf(Ended.Moved.class);
    }
    assertThat(refused).hasValue(2);
  }

  @Test
  void noRecordLeavesATable() throws Exception {
    Stock.fill(stores.from);
    stores.move();
    Mark left = stores.from.transfer().mark();
    Mark arrived = stores.to.mark();
    assertThatThrownBy(() -> stores.move(stores.to, stores.from.transfer(), _ -> {}, () -> false))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining("nothing can stop them");
    assertThat(stores.from.transfer().mark()).isEqualTo(left);
    assertThat(stores.to.mark()).isEqualTo(arrived);
    for (State closed : Set.of(State.FROZEN, State.MOVED)) {
      Mark never =
          new Mark(closed, "run", "id", "other", "its id", Instant.EPOCH, Optional.empty());
      assertThatThrownBy(() -> stores.to.mark(arrived, never))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// DynamoDB deletes expired keys by itself, and both stores must stay equal while they are
  /// compared.
  @Test
  void noExpiredIdempotencyKeyVanishesDuringAMove() throws Exception {
    Stock.fill(stores.from);
    stores.move();
    List<Map<String, AttributeValue>> items =
        stores.aws.dynamo().scan(r -> r.tableName(stores.table).consistentRead(true)).items();
    Stream<Long> ends =
        items.stream()
            .filter(item -> item.containsKey("ttl"))
            .map(item -> Long.parseLong(item.get("ttl").n()));
    assertThat(ends)
        .hasSize(Stock.IMAGES)
        .allSatisfy(end ->
            assertThat(Instant.ofEpochSecond(end)).isAfter(Instant.now().plus(Duration.ofDays(6))));
  }
}
