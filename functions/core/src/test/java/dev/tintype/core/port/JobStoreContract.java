package dev.tintype.core.port;

import static dev.tintype.core.port.SampleRecords.idempotency;
import static dev.tintype.core.port.SampleRecords.image;
import static dev.tintype.core.port.SampleRecords.outcome;
import static dev.tintype.core.port.SampleRecords.version;
import static dev.tintype.core.port.SampleRecords.versionOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.Change.Write.DelayOutcome;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.Change.Write.RemoveVersion;
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

/// What holds for every job store. A subclass says how to open one that is empty at the start of
/// each test; instants are given to it, its own clock is never asked.
public abstract class JobStoreContract {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final ImageId id = SampleRecords.id(NOW);
  private final ImageRecord image = image(id, NOW);
  private final VersionRecord first = version(id, 1, NOW, Optional.of(NOW.plusSeconds(60)));
  private final VersionRecord second = version(id, 2, NOW.plusSeconds(1), Optional.empty());

  /// @return the store, the same one during a test, empty at its start
  protected abstract JobStore store();

  private boolean commit(Change.Write... writes) {
    return store().commit(Change.of(writes));
  }

  private static PutImage put(ImageRecord after) {
    return new PutImage(Optional.empty(), after);
  }

  private static PutImage put(ImageRecord before, ImageRecord after) {
    return new PutImage(Optional.of(before), after);
  }

  private static PutVersion put(VersionRecord after) {
    return new PutVersion(Optional.empty(), after);
  }

  private static PutVersion put(VersionRecord before, VersionRecord after) {
    return new PutVersion(Optional.of(before), after);
  }

  private VersionRecord processing(VersionRecord version, String owner) {
    return version.to(
        new VersionState.Processing(owner, NOW.plusSeconds(90), dev.tintype.core.state.Step.FETCH),
        Optional.of(NOW.plusSeconds(90)),
        NOW);
  }

  @Nested
  class Records {

    @Test
    void nothingIsThereBefore() {
      assertThat(store().image(id)).isEmpty();
      assertThat(store().version(id, versionOf(first))).isEmpty();
      assertThat(store().versions(id)).isEmpty();
      assertThat(store().list(Optional.empty(), 10)).isEmpty();
      assertThat(store().due(Instant.parse("2100-01-01T00:00:00Z"), 10))
          .isEqualTo(new JobStore.DueWork(List.of(), List.of(), List.of()));
    }

    @Test
    void whatWasCommittedReadsBackEqual() {
      assertThat(commit(put(image), put(first))).isTrue();
      assertThat(store().image(id)).contains(image);
      assertThat(store().version(id, versionOf(first))).contains(first);
    }

    @Test
    void instantsKeepTheirNanoseconds() {
      Instant fine = NOW.plusNanos(123_456_789);
      VersionRecord version = version(id, 1, fine, Optional.of(fine));
      commit(put(version));
      assertThat(store().version(id, versionOf(version))).contains(version);
    }

    @Test
    void versionsComeInOrderOfCreation() {
      List<VersionRecord> versions = new ArrayList<>();
      for (int number = 1; number <= 12; number++) {
        versions.add(version(id, number, NOW, Optional.empty()));
      }
      List<VersionRecord> shuffled = new ArrayList<>(versions);
      Collections.shuffle(shuffled, new java.util.Random(7));
      shuffled.forEach(version -> commit(put(version)));
      assertThat(store().versions(id)).isEqualTo(versions);
    }

    @Test
    void versionsOfAnotherImageAreNotMixedIn() {
      ImageId other = SampleRecords.id(NOW);
      VersionRecord theirs = version(other, 1, NOW, Optional.empty());
      commit(put(first), put(theirs));
      assertThat(store().versions(id)).containsExactly(first);
      assertThat(store().version(other, versionOf(theirs))).contains(theirs);
    }

    @Test
    void aRemovedVersionIsGoneAndMayBeCreatedAgain() {
      commit(put(first));
      assertThat(commit(new RemoveVersion(id, versionOf(first)))).isTrue();
      assertThat(store().version(id, versionOf(first))).isEmpty();
      assertThat(store().due(NOW.plusSeconds(60), 10).versions()).isEmpty();
      assertThat(commit(put(first))).isTrue();
    }

    @Test
    void removingAVersionThatIsNotThereIsNoConflict() {
      assertThat(commit(new RemoveVersion(id, versionOf(first)), put(image))).isTrue();
      assertThat(store().image(id)).contains(image);
    }
  }

  @Nested
  class Conditions {

    @Test
    void whatIsThereIsNotCreatedTwice() {
      commit(put(image), put(first));
      assertThat(commit(put(image))).isFalse();
      assertThat(commit(put(first))).isFalse();
      assertThat(commit(put(processing(first, "a")))).isFalse();
      assertThat(store().version(id, versionOf(first))).contains(first);
    }

    @Test
    void whatIsNotThereIsNotReplaced() {
      assertThat(commit(put(image, image.withLatest(versionOf(first))))).isFalse();
      assertThat(commit(put(first, processing(first, "a")))).isFalse();
      assertThat(store().image(id)).isEmpty();
      assertThat(store().version(id, versionOf(first))).isEmpty();
    }

    @Test
    void aWriterWithAnOldEpochIsRefused() {
      commit(put(image), put(first));
      VersionRecord mine = processing(first, "mine");
      VersionRecord theirs = processing(mine, "theirs");
      assertThat(commit(put(first, mine))).isTrue();
      assertThat(commit(put(mine, theirs))).isTrue();
      assertThat(commit(put(mine, mine.to(new VersionState.Expired(), Optional.empty(), NOW))))
          .isFalse();
      assertThat(store().version(id, versionOf(first))).contains(theirs);
      ImageRecord next = image.withLatest(versionOf(first));
      assertThat(commit(put(image, next))).isTrue();
      assertThat(commit(put(image, image.withLatest(versionOf(second))))).isFalse();
      assertThat(store().image(id)).contains(next);
    }

    @Test
    void ofSixteenRacingCommitsOnOneEpochExactlyOneHolds() throws Exception {
      commit(put(image), put(first));
      for (int round = 0; round < 5; round++) {
        VersionRecord before = store().version(id, versionOf(first)).orElseThrow();
        List<Boolean> applied =
            Race.of(16, i -> () -> commit(put(before, processing(before, "worker-" + i))));
        assertThat(Collections.frequency(applied, true)).isEqualTo(1);
        assertThat(store().version(id, versionOf(first)))
            .contains(processing(before, "worker-" + applied.indexOf(true)));
      }
    }

    @Test
    void ofSixteenRacingCreationsExactlyOneHolds() throws Exception {
      List<Boolean> applied =
          Race.of(
              16,
              i ->
                  () ->
                      commit(
                          put(image),
                          put(version(id, i + 1, NOW, Optional.empty())),
                          new AddIdempotency(
                              idempotency("key " + i, first, NOW.plusSeconds(60)), NOW)));
      assertThat(Collections.frequency(applied, true)).isEqualTo(1);
      assertThat(store().versions(id))
          .containsExactly(version(id, applied.indexOf(true) + 1, NOW, Optional.empty()));
    }

    @Test
    void racingIncrementsLoseNone() throws Exception {
      commit(put(image));
      Race.of(
          8,
          i ->
              () -> {
                for (int done = 0; done < 5; ) {
                  ImageRecord before = store().image(id).orElseThrow();
                  done += commit(put(before, before.withLatest(versionOf(first)))) ? 1 : 0;
                }
                return i;
              });
      assertThat(store().image(id).orElseThrow().versions()).isEqualTo(40);
      assertThat(store().image(id).orElseThrow().epoch()).isEqualTo(41);
    }
  }

  @Nested
  class AllOrNothing {

    private final Outcome row = outcome(second, "row", NOW);
    private final IdempotencyRecord key = idempotency("key", first, NOW.plusSeconds(60));

    @Test
    void aFailingLastWriteUndoesTheOthers() {
      commit(put(first));
      assertThat(
              commit(
                  put(image),
                  put(second),
                  new AddOutcome(row),
                  new AddIdempotency(key, NOW),
                  new RemoveVersion(SampleRecords.id(NOW), versionOf(first)),
                  put(first)))
          .isFalse();
      assertThat(store().image(id)).isEmpty();
      assertThat(store().versions(id)).containsExactly(first);
      assertThat(store().due(NOW, 10).outcomes()).isEmpty();
      assertThat(store().idempotency(key.key(), NOW)).isEmpty();
    }

    @Test
    void aFailingFirstWriteStopsTheOthers() {
      commit(put(image), put(first));
      assertThat(commit(put(image), put(second), new AddOutcome(row))).isFalse();
      assertThat(store().versions(id)).containsExactly(first);
      assertThat(store().due(NOW, 10).outcomes()).isEmpty();
    }

    @Test
    void aFailingChangeRemovesNothing() {
      commit(put(first), new AddOutcome(row));
      assertThat(
              commit(
                  new RemoveVersion(id, versionOf(first)),
                  new RemoveOutcome(row.id()),
                  put(image, image.withLatest(versionOf(second)))))
          .isFalse();
      assertThat(store().versions(id)).containsExactly(first);
      assertThat(store().due(NOW, 10).outcomes()).containsExactly(row);
    }

    @Test
    void aChangeOfManyKindsIsAppliedWhole() {
      commit(put(image), put(first));
      VersionRecord claimed = processing(first, "a");
      ImageRecord moved = image.withLatest(versionOf(second));
      assertThat(
              commit(
                  put(first, claimed),
                  put(image, moved),
                  put(second),
                  new AddOutcome(row),
                  new AddIdempotency(key, NOW)))
          .isTrue();
      assertThat(store().versions(id)).containsExactly(claimed, second);
      assertThat(store().image(id)).contains(moved);
      assertThat(store().due(NOW, 10).outcomes()).containsExactly(row);
      assertThat(store().idempotency(key.key(), NOW)).contains(key);
    }
  }

  @Nested
  class Idempotency {

    private final Instant end = NOW.plus(Duration.ofHours(24));
    private final IdempotencyRecord row = idempotency("key", first, end);

    @Test
    void aKeyIsRememberedUntilItExpires() {
      assertThat(commit(new AddIdempotency(row, NOW))).isTrue();
      assertThat(store().idempotency(row.key(), NOW)).contains(row);
      assertThat(store().idempotency(row.key(), end.minusMillis(1))).contains(row);
      assertThat(store().idempotency(row.key(), end)).isEmpty();
      assertThat(store().idempotency(row.key(), end.plusSeconds(1))).isEmpty();
    }

    @Test
    void aLivingKeyIsNotReplaced() {
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
    void ofSixteenRacingRequestsUnderOneKeyExactlyOneHolds() throws Exception {
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
    void aRowThatIsThereStaysAsItIs() {
      commit(new AddOutcome(row));
      assertThat(commit(new AddOutcome(row.retryAt(NOW.plusSeconds(9))), put(image))).isTrue();
      assertThat(store().due(NOW.plusSeconds(99), 10).outcomes()).containsExactly(row);
      assertThat(store().image(id)).contains(image);
    }

    @Test
    void aDelayedRowIsDueLater() {
      commit(new AddOutcome(row));
      Outcome later = row.retryAt(NOW.plusSeconds(30));
      assertThat(commit(new DelayOutcome(later))).isTrue();
      assertThat(store().due(NOW.plusSeconds(29), 10).outcomes()).isEmpty();
      assertThat(store().due(NOW.plusSeconds(30), 10).outcomes()).containsExactly(later);
    }

    @Test
    void aRowThatIsGoneIsNotDelayedBackIntoLife() {
      assertThat(commit(new DelayOutcome(row.retryAt(NOW)), put(image))).isTrue();
      assertThat(store().due(NOW, 10).outcomes()).isEmpty();
      assertThat(store().image(id)).contains(image);
    }

    @Test
    void aRemovedRowIsGone() {
      commit(new AddOutcome(row));
      assertThat(commit(new RemoveOutcome(row.id()))).isTrue();
      assertThat(commit(new RemoveOutcome(row.id()))).isTrue();
      assertThat(store().due(NOW, 10).outcomes()).isEmpty();
    }
  }

  @Nested
  class Due {

    @Test
    void onlyWhatIsDueByNowOldestFirst() {
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
    void atMostAsManyAsAskedForOfEachKind() {
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
    void aWriteMovesTheDueInstant() {
      commit(put(first));
      VersionRecord later = first.to(first.state(), Optional.of(NOW.plusSeconds(500)), NOW);
      commit(put(first, later));
      assertThat(store().due(NOW.plusSeconds(499), 10).versions()).isEmpty();
      assertThat(store().due(NOW.plusSeconds(500), 10).versions()).containsExactly(later);
    }

    @Test
    void aWriteWithoutADueInstantEndsIt() {
      commit(put(first));
      VersionRecord ended = first.to(new VersionState.Expired(), Optional.empty(), NOW);
      commit(put(first, ended));
      assertThat(store().due(NOW.plusSeconds(9_999_999), 10).versions()).isEmpty();
    }

    @Test
    void anErasedImageIsNoLongerDue() {
      commit(put(image));
      ImageRecord erasing = image.entombed(new Life.Erasing(NOW), Optional.of(NOW.plusSeconds(5)));
      commit(put(image, erasing));
      assertThat(store().due(NOW.plusSeconds(5), 10).images()).containsExactly(erasing);
      ImageRecord erased = erasing.entombed(new Life.Erased(NOW, NOW), Optional.empty());
      commit(put(erasing, erased));
      assertThat(store().due(NOW.plusSeconds(9_999_999), 10).images()).isEmpty();
      assertThat(store().image(id)).contains(erased);
    }
  }

  @Nested
  class Listing {

    @Test
    void newestFirstInPages() {
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
    void tombstonesAreLeftOut() {
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
}
