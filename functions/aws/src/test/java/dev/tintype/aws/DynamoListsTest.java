package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.aws.SyntheticImages.Synthetic;
import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.ImageId;
import dev.tintype.core.flow.read.ListImages;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageSets;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/// What lists cost on DynamoDB, and tables of an older template.
class DynamoListsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final EmulatedAws aws = new EmulatedAws(Emulators.shared());
  private final Watch watch = new Watch();

  private String table = "";

  private JobStore store() {
    return store(aws.newTable());
  }

  private JobStore store(String newTable) {
    table = newTable;
    return new DynamoJobStore(aws.dynamo(watch), table, new SecureRandom());
  }

  /// Records the requests, leaves out parts of answers, and adds up the write units of the index by
  /// state.
  private static final class Watch implements ExecutionInterceptor {
    private final List<String> asked = new ArrayList<>();
    private int toLeaveOut;
    private int leftOut;
    private double units;

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
      asked.add(context.request().getClass().getSimpleName());
      return switch (context.request()) {
        case PutItemRequest put ->
            put.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.INDEXES).build();
        case TransactWriteItemsRequest writes ->
            writes.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.INDEXES).build();
        default -> context.request();
      };
    }

    @Override
    public SdkResponse modifyResponse(
        Context.ModifyResponse context, ExecutionAttributes attributes) {
      switch (context.response()) {
        case PutItemResponse put -> count(put.consumedCapacity());
        case TransactWriteItemsResponse writes -> writes.consumedCapacity().forEach(this::count);
        default -> {}
      }
      return toLeaveOut > 0
              && context.response() instanceof BatchGetItemResponse answer
              && context.request() instanceof BatchGetItemRequest request
          ? withoutTheLast(request, answer)
          : context.response();
    }

    private void count(ConsumedCapacity used) {
      if (used.globalSecondaryIndexes().get(JobItem.STATE_INDEX) != null) {
        units += used.globalSecondaryIndexes().get(JobItem.STATE_INDEX).capacityUnits();
      }
    }

    private SdkResponse withoutTheLast(BatchGetItemRequest request, BatchGetItemResponse answer) {
      toLeaveOut--;
      String table = answer.responses().keySet().iterator().next();
      List<Map<String, AttributeValue>> items = answer.responses().get(table);
      KeysAndAttributes keys = request.requestItems().get(table);
      leftOut++;
      return answer.toBuilder()
          .responses(Map.of(table, items.subList(0, items.size() - 1)))
          .unprocessedKeys(
              Map.of(table, keys.toBuilder().keys(List.of(JobItem.keyOf(items.getLast()))).build()))
          .build();
    }
  }

  private void fill(List<Synthetic> images) {
    fill(
        images.stream()
            .flatMap(one -> Stream.of(JobItem.of(one.image()), JobItem.of(one.version()))));
  }

  private void fill(Stream<Map<String, AttributeValue>> items) {
    new TableFill(aws.dynamo(), table).put(items);
  }

  private static List<ImageId> ids(JobStore store, String state, int limit) {
    return store.page(Optional.of(state), Optional.empty(), limit).images().stream()
        .map(ImageRecord::id)
        .toList();
  }

  private static List<Synthetic> ready(int from, int until) {
    return IntStream.range(from, until).mapToObj(SyntheticImages::ready).toList();
  }

  @Test
  void newerImagesInOtherStatesCostAListByStateNothing() {
    JobStore store = store();
    fill(List.of(SyntheticImages.failed(1), SyntheticImages.failed(2)));
    watch.asked.clear();
    List<ImageId> found = ids(store, "failed", 50);
    assertThat(found).containsExactly(SyntheticImages.id(2), SyntheticImages.id(1));
    assertThat(watch.asked).containsExactly("QueryRequest", "BatchGetItemRequest");
    fill(ready(3, 303));
    watch.asked.clear();
    assertThat(ids(store, "failed", 50)).isEqualTo(found);
    assertThat(watch.asked).containsExactly("QueryRequest", "BatchGetItemRequest");
  }

  @Test
  void aListOfTwoHundredImagesNeedsAtMostEightCalls() {
    JobStore store = store();
    fill(ready(0, 200));
    ListImages list = new ListImages(store);
    watch.asked.clear();
    assertThat(list.list(Optional.empty(), Optional.empty(), 200, found -> found).images())
        .hasSize(200);
    assertThat(watch.asked).filteredOn("BatchGetItemRequest"::equals).hasSize(4);
    assertThat(watch.asked).filteredOn("QueryRequest"::equals).hasSize(JobItem.SHARDS);
    assertThat(watch.asked).hasSize(8);
    fill(IntStream.range(0, 200).mapToObj(SyntheticImages::failed).toList());
    watch.asked.clear();
    assertThat(list.list(Optional.of("failed"), Optional.empty(), 200, found -> found).images())
        .hasSize(200);
    assertThat(watch.asked).filteredOn("BatchGetItemRequest"::equals).hasSize(4);
    assertThat(watch.asked).hasSize(5);
  }

  /// Each image failed once and is queued again under another version.
  private static Stream<Map<String, AttributeValue>> failedBeforeQueued(int number) {
    Synthetic image = SyntheticImages.failed(number);
    VersionRecord next = SyntheticImages.version(number, 2, new VersionState.Queued(NOW));
    return Stream.of(
        JobItem.of(
            image
                .image()
                .named(ImageSets.of(image.image(), "fast", "fast"))
                .withDecision("fast", false, next)),
        JobItem.of(image.version()),
        JobItem.of(next));
  }

  @Test
  void aPageWithManyOlderVersionsInTheStateEndsEarlyAndNamesTheNext() {
    JobStore store = store();
    fill(List.of(SyntheticImages.failed(0)));
    fill(IntStream.rangeClosed(1, 1_100).boxed().flatMap(DynamoListsTest::failedBeforeQueued));
    JobStore.ImagePage first = store.page(Optional.of("failed"), Optional.empty(), 200);
    assertThat(first.images()).isEmpty();
    assertThat(first.next()).contains(SyntheticImages.id(101));
    JobStore.ImagePage second = store.page(Optional.of("failed"), first.next(), 200);
    assertThat(second.images()).extracting(ImageRecord::id).containsExactly(SyntheticImages.id(0));
    assertThat(second.next()).isEmpty();
  }

  @Test
  void anIndexAddedLaterHoldsTheItemsOfAnOlderTable() {
    JobStore store = store(aws.newTableOfAnOlderTemplate());
    fill(List.of(SyntheticImages.failed(1), SyntheticImages.ready(2)));
    aws.addStateIndex(table);
    assertThat(ids(store, "failed", 50)).containsExactly(SyntheticImages.id(1));
    assertThat(ids(store, "ready", 50)).containsExactly(SyntheticImages.id(2));
  }

  @Test
  void withoutTheIndexOnlyListsByStateAreUnavailable() {
    JobStore store = store(aws.newTableOfAnOlderTemplate());
    fill(List.of(SyntheticImages.failed(1)));
    assertThatThrownBy(() -> ids(store, "failed", 50)).isInstanceOf(StoreUnavailable.class);
    assertThat(store.list(Optional.empty(), 50)).hasSize(1);
  }

  @Test
  void whatAnAnswerLeavesOutIsAskedForAgain() {
    JobStore store = store();
    List<Synthetic> images = ready(0, 5);
    fill(images);
    watch.toLeaveOut = 3;
    List<VersionName> names = images.stream().map(i -> VersionName.of(i.version())).toList();
    assertThat(store.versions(names, _ -> {}).values())
        .containsExactlyInAnyOrderElementsOf(images.stream().map(Synthetic::version).toList());
    assertThat(watch.leftOut).isEqualTo(3);
  }

  @Test
  void aTableThatLeavesItemsOutAgainAndAgainIsUnavailable() {
    JobStore store = store();
    fill(ready(0, 2));
    watch.toLeaveOut = Integer.MAX_VALUE;
    assertThatThrownBy(() -> store.page(Optional.empty(), Optional.empty(), 10))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("left out");
    assertThat(watch.leftOut).isEqualTo(6);
  }

  /// `docs/decisions.md` names the number. DynamoDB Local counts the units of an index twice in a
  /// transaction.
  @Test
  void anImageCostsTenWriteUnitsOfTheIndexByState() {
    JobStore store = store();
    Synthetic image = SyntheticImages.in(1, new VersionState.AwaitingUpload(NOW));
    assertThat(store.commit(image.change())).isTrue();
    List<VersionState> states = new ArrayList<>();
    states.add(new VersionState.Queued(NOW));
    for (Step step : Step.values()) {
      states.add(new VersionState.Processing("a worker", NOW, step));
    }
    VersionRecord before = image.version();
    for (VersionState state : states) {
      VersionRecord after = before.to(state, Optional.empty(), NOW);
      assertThat(store.commit(Change.of(new Write.PutVersion(Optional.of(before), after))))
          .isTrue();
      before = after;
    }
    VersionRecord ready =
        before.to(SyntheticImages.ready(1).version().state(), Optional.empty(), NOW);
    Change published =
        Change.of(
            new Write.PutVersion(Optional.of(before), ready),
            new Write.PutImage(Optional.of(image.image()), image.image().withReady(ready)));
    assertThat(store.commit(published)).isTrue();
    assertThat(watch.units).isEqualTo(10);
  }
}
