package dev.tintype.core.port;

import static dev.tintype.core.port.SampleRecords.idempotency;
import static dev.tintype.core.port.SampleRecords.image;
import static dev.tintype.core.port.SampleRecords.outcome;
import static dev.tintype.core.port.SampleRecords.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.Change.Write.DelayOutcome;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The contract of every job store. A subclass opens an empty store for each test. The tests pass
/// all instants; the store must not read a clock.
public abstract class JobStoreContract extends JobStoreMetadata {

  @Nested
  class Idempotency {

    private final Instant end = NOW.plus(Duration.ofHours(24));
    private final IdempotencyRecord row = idempotency("key", first, end);

    @Test
    void aKeyIsValidUntilItExpires() {
      assertThat(commit(new AddIdempotency(row, NOW))).isTrue();
      assertThat(store().idempotency(row.key(), NOW)).contains(row);
      assertThat(store().idempotency(row.key(), end.minusMillis(1))).contains(row);
      assertThat(store().idempotency(row.key(), end)).isEmpty();
      assertThat(store().idempotency(row.key(), end.plusSeconds(1))).isEmpty();
    }

    @Test
    void aValidKeyIsNotReplaced() {
      commit(new AddIdempotency(row, NOW));
      IdempotencyRecord other = idempotency("key", second, end.plusSeconds(9));
      assertThat(commit(new AddIdempotency(other, end.minusMillis(1)), put(image))).isFalse();
      assertThat(store().idempotency(row.key(), NOW)).contains(row);
      assertThat(store().image(id)).isEmpty();
    }

    @Test
    void anExpiredKeyIsReplaced() {
      commit(new AddIdempotency(row, NOW));
      IdempotencyRecord other = idempotency("key", second, end.plusSeconds(9));
      assertThat(commit(new AddIdempotency(other, end))).isTrue();
      assertThat(store().idempotency(row.key(), end)).contains(other);
    }

    @Test
    void exactlyOneOfSixteenRequestsUnderOneKeySucceeds() throws Exception {
      List<Boolean> applied =
          Race.of(
              16,
              i ->
                  () -> {
                    ImageId mine = SampleRecords.id(NOW);
                    VersionRecord version = version(mine, i + 1, NOW, Optional.empty());
                    return commit(
                        put(image(mine, NOW)),
                        put(version),
                        new AddIdempotency(idempotency("key", version, end), NOW));
                  });
      assertThat(Collections.frequency(applied, true)).isEqualTo(1);
      List<ImageRecord> images = store().list(Optional.empty(), 100);
      assertThat(images).hasSize(1);
      assertThat(store().idempotency(row.key(), NOW).orElseThrow().imageId())
          .isEqualTo(images.getFirst().id());
    }
  }

  @Nested
  class Outbox {

    private final Outcome row = outcome(first, "row", NOW);

    @Test
    void anExistingRowIsNotReplaced() {
      commit(new AddOutcome(row));
      assertThat(commit(new AddOutcome(row.retryAt(NOW.plusSeconds(9))), put(image))).isTrue();
      assertThat(store().due(NOW.plusSeconds(99), 10).outcomes()).containsExactly(row);
      assertThat(store().image(id)).contains(image);
    }

    @Test
    void aPostponedRowIsDueLater() {
      commit(new AddOutcome(row));
      Outcome later = row.retryAt(NOW.plusSeconds(30));
      assertThat(commit(new DelayOutcome(row, later))).isTrue();
      assertThat(store().due(NOW.plusSeconds(29), 10).outcomes()).isEmpty();
      assertThat(store().due(NOW.plusSeconds(30), 10).outcomes()).containsExactly(later);
    }

    @Test
    void postponingARemovedRowDoesNotRestoreIt() {
      assertThat(commit(new DelayOutcome(row, row.retryAt(NOW)), put(image))).isFalse();
      assertThat(store().due(NOW, 10).outcomes()).isEmpty();
      assertThat(store().image(id)).isEmpty();
    }

    @Test
    void onlyTheRowThatTheWriterReadIsPostponedOrRemoved() {
      commit(new AddOutcome(row));
      Outcome sooner = row.dueAt(NOW.minusNanos(1));
      assertThat(commit(new DelayOutcome(row, sooner))).isTrue();
      assertThat(commit(new DelayOutcome(row, row.retryAt(NOW.plusSeconds(30))))).isFalse();
      assertThat(commit(new RemoveOutcome(row))).isTrue();
      assertThat(commit(new RemoveOutcome(row), put(image))).isTrue();
      assertThat(store().image(id)).contains(image);
      assertThat(store().outcome(row.id())).contains(sooner);
      commit(new RemoveOutcome(sooner));
      assertThat(store().outcome(row.id())).isEmpty();
    }

    @Test
    void aRowIsFoundByItsIdWithWhatTheReceiverAnswered() {
      commit(new AddOutcome(row));
      assertThat(store().outcome(row.id())).contains(row);
      Outcome refused = row.refused("the receiver answered 500", NOW.plusSeconds(30));
      commit(new DelayOutcome(row, refused));
      assertThat(store().outcome(row.id())).contains(refused);
      assertThat(store().outcome("another")).isEmpty();
      commit(new RemoveOutcome(refused));
      assertThat(store().outcome(row.id())).isEmpty();
    }

    @Test
    void aRemovedRowIsGone() {
      commit(new AddOutcome(row));
      assertThat(commit(new RemoveOutcome(row))).isTrue();
      assertThat(commit(new RemoveOutcome(row))).isTrue();
      assertThat(store().due(NOW, 10).outcomes()).isEmpty();
    }
  }

  @Nested
  class Due {

    @Test
    void dueRecordsAreReturnedOldestFirst() {
      List<VersionRecord> versions = new ArrayList<>();
      for (int number : List.of(5, 2, 9, 1, 7)) {
        versions.add(version(id, number, NOW, Optional.of(NOW.plusSeconds(number))));
      }
      versions.forEach(version -> commit(put(version)));
      commit(put(version(id, 11, NOW, Optional.empty())));
      assertThat(store().due(NOW, 10).versions()).isEmpty();
      assertThat(store().due(NOW.plusSeconds(7), 10).versions())
          .containsExactly(versions.get(3), versions.get(1), versions.get(0), versions.get(4));
    }

    @Test
    void theLimitAppliesToEachKind() {
      for (int number = 1; number <= 5; number++) {
        Instant due = NOW.plusSeconds(number);
        VersionRecord version = version(id, number, NOW, Optional.of(due));
        ImageRecord erasing =
            image(SampleRecords.id(NOW), NOW).entombed(new Life.Erasing(NOW), Optional.of(due));
        commit(put(version), put(erasing), new AddOutcome(outcome(version, "row" + number, due)));
      }
      JobStore.DueWork due = store().due(NOW.plusSeconds(60), 3);
      assertThat(due.versions()).extracting(VersionRecord::sequence).containsExactly(1L, 2L, 3L);
      assertThat(due.images())
          .extracting(erasing -> erasing.dueAt().orElseThrow())
          .containsExactly(NOW.plusSeconds(1), NOW.plusSeconds(2), NOW.plusSeconds(3));
      assertThat(due.outcomes()).extracting(Outcome::id).containsExactly("row1", "row2", "row3");
    }

    @Test
    void aWriteChangesTheDueTime() {
      commit(put(first));
      VersionRecord later = first.to(first.state(), Optional.of(NOW.plusSeconds(500)), NOW);
      commit(put(first, later));
      assertThat(store().due(NOW.plusSeconds(499), 10).versions()).isEmpty();
      assertThat(store().due(NOW.plusSeconds(500), 10).versions()).containsExactly(later);
    }

    @Test
    void aWriteWithoutADueTimeMeansNeverDue() {
      commit(put(first));
      VersionRecord ended = first.to(new VersionState.Expired(), Optional.empty(), NOW);
      commit(put(first, ended));
      assertThat(store().due(NOW.plusSeconds(9_999_999), 10).versions()).isEmpty();
    }

    @Test
    void theStageOfAnErasureIsStored() {
      commit(put(image));
      ImageRecord erasing =
          image.entombed(
              new Life.Erasing(
                  NOW, Optional.of(NOW.plusSeconds(900)), Optional.of(new Life.Copies(3))),
              Optional.of(NOW.plusSeconds(5)));
      commit(put(image, erasing));
      assertThat(store().image(id)).contains(erasing);
      assertThat(store().due(NOW.plusSeconds(5), 10).images()).containsExactly(erasing);
      ImageRecord waiting =
          erasing.entombed(
              new Life.Erasing(NOW, Optional.of(NOW.plusSeconds(900)), Optional.empty()),
              Optional.of(NOW.plusSeconds(900)));
      commit(put(erasing, waiting));
      assertThat(store().due(NOW.plusSeconds(899), 10).images()).isEmpty();
      assertThat(store().due(NOW.plusSeconds(900), 10).images()).containsExactly(waiting);
    }

    @Test
    void anErasedImageIsNoLongerDue() {
      commit(put(image));
      ImageRecord erasing = image.entombed(new Life.Erasing(NOW), Optional.of(NOW.plusSeconds(5)));
      commit(put(image, erasing));
      assertThat(store().due(NOW.plusSeconds(5), 10).images()).containsExactly(erasing);
      ImageRecord erased =
          erasing.entombed(
              new Life.Erased(NOW, NOW, Optional.of("{\"v\":1,\"text\":\"ü\"}")), Optional.empty());
      commit(put(erasing, erased));
      assertThat(store().due(NOW.plusSeconds(9_999_999), 10).images()).isEmpty();
      assertThat(store().image(id)).contains(erased);
    }
  }

  @Nested
  class Listing {

    @Test
    void imagesArePagedNewestFirst() {
      List<ImageId> ids = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        ImageId next = SampleRecords.id(NOW.plusMillis(i));
        ids.addFirst(next);
        commit(put(image(next, NOW)));
      }
      List<ImageId> seen = new ArrayList<>();
      Optional<ImageId> before = Optional.empty();
      while (true) {
        List<ImageRecord> page = store().list(before, 10);
        if (page.isEmpty()) {
          break;
        }
        assertThat(page.size()).isLessThanOrEqualTo(10);
        page.forEach(image -> seen.add(image.id()));
        before = Optional.of(seen.getLast());
      }
      assertThat(seen).isEqualTo(ids);
    }

    @Test
    void listsSkipTombstones() {
      ImageId other = SampleRecords.id(NOW.plusMillis(5));
      commit(put(image), put(image(other, NOW)));
      ImageRecord erasing = image.entombed(new Life.Erasing(NOW), Optional.of(NOW));
      commit(put(image, erasing));
      assertThat(store().list(Optional.empty(), 10))
          .extracting(ImageRecord::id)
          .containsExactly(other);
      commit(put(erasing, erasing.entombed(new Life.Erased(NOW, NOW), Optional.empty())));
      assertThat(store().list(Optional.empty(), 10))
          .extracting(ImageRecord::id)
          .containsExactly(other);
      assertThat(store().list(Optional.of(other), 10)).isEmpty();
    }

    @Test
    void aPageIsFilledPastTombstones() {
      List<ImageRecord> live = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        ImageRecord next = image(SampleRecords.id(NOW.plusMillis(i)), NOW);
        commit(put(next));
        if (i % 3 == 0) {
          live.addFirst(next);
        } else {
          commit(put(next, next.entombed(new Life.Erasing(NOW), Optional.of(NOW))));
        }
      }
      assertThat(store().list(Optional.empty(), 3)).isEqualTo(live.subList(0, 3));
      assertThat(store().list(Optional.of(live.get(2).id()), 3)).isEqualTo(live.subList(3, 4));
    }
  }

  @Nested
  class OpenVersions {

    private final VersionRecord soon = version(id, 3, NOW, Optional.of(NOW.minusSeconds(60)));

    private List<VersionRecord> awaited() {
      List<VersionRecord> seen = new ArrayList<>();
      store().eachAwaited(seen::add);
      return seen;
    }

    private List<VersionRecord> held() {
      List<VersionRecord> seen = new ArrayList<>();
      store().eachHeld(seen::add);
      return seen;
    }

    @Test
    void whatWaitsForItsUploadIsShownSoonestDueFirst() {
      commit(put(first), put(soon));
      assertThat(awaited()).containsExactly(soon, first);
      assertThat(held()).isEmpty();
    }

    @Test
    void whatAWorkerHoldsIsShownAsHeldAlone() {
      VersionRecord processing = processing(first, "a worker");
      commit(put(first), put(soon));
      commit(put(first, processing));
      assertThat(held()).containsExactly(processing);
      assertThat(awaited()).containsExactly(soon);
    }

    @Test
    void whatHasEndedIsNotShown() {
      commit(put(first));
      VersionRecord ended = first.to(new VersionState.Expired(), Optional.empty(), NOW);
      commit(put(first, ended));
      assertThat(awaited()).isEmpty();
      assertThat(held()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsLeftOut() {
      commit(put(first), put(soon));
      alter(
          Unreadable.Kind.VERSION,
          id + "/" + first.job().version(),
          text -> text.replace("\"v\":1", "\"v\":2"));
      assertThat(awaited()).containsExactly(soon);
    }

    @Test
    void theVisitorMayWrite() {
      commit(put(first), put(soon));
      store()
          .eachAwaited(record ->
              commit(put(record, record.to(new VersionState.Expired(), Optional.empty(), NOW))));
      assertThat(awaited()).isEmpty();
    }

    @Test
    void dueOutcomesAreCountedUpToABound() {
      for (int row = 1; row <= 5; row++) {
        commit(new AddOutcome(outcome(first, "row " + row, NOW.plusSeconds(row))));
      }
      assertThat(store().outcomesDue(NOW, 10)).isZero();
      assertThat(store().outcomesDue(NOW.plusSeconds(3), 10)).isEqualTo(3);
      assertThat(store().outcomesDue(NOW.plusSeconds(3), 2)).isEqualTo(2);
    }
  }
}
