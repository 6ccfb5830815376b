package dev.tintype.core.port;

import static dev.tintype.core.port.SampleRecords.idempotency;
import static dev.tintype.core.port.SampleRecords.image;
import static dev.tintype.core.port.SampleRecords.outcome;
import static dev.tintype.core.port.SampleRecords.version;
import static dev.tintype.core.port.SampleRecords.versionOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.Change.Write.RemoveVersion;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The contract of commits: what they store, when they are refused, and that they are atomic.
abstract class JobStoreCommits extends JobStoreCase {

  @Nested
  class Records {

    @Test
    void anEmptyStoreHasNothing() {
      assertThat(store().image(id)).isEmpty();
      assertThat(store().version(id, versionOf(first))).isEmpty();
      assertThat(store().versions(id)).isEmpty();
      assertThat(store().list(Optional.empty(), 10)).isEmpty();
      assertThat(store().due(Instant.parse("2100-01-01T00:00:00Z"), 10))
          .isEqualTo(new JobStore.DueWork(List.of(), List.of(), List.of()));
    }

    @Test
    void committedRecordsReadBackEqual() {
      assertThat(commit(put(image), put(first))).isTrue();
      assertThat(store().image(id)).contains(image);
      assertThat(store().version(id, versionOf(first))).contains(first);
    }

    @Test
    void anImageWithSeveralSetsReadsBackEqual() {
      VersionRecord third = version(id, 3, NOW, Optional.empty());
      ImageRecord sets = SampleRecords.withSets(image, first, second, third);
      commit(put(image), put(first), put(second), put(third));
      assertThat(commit(put(image, sets))).isTrue();
      assertThat(store().image(id)).contains(sets);
      assertThat(store().list(Optional.empty(), 10)).containsExactly(sets);
      assertThat(commit(put(sets, sets.withReady(third)))).isTrue();
      assertThat(store().image(id)).contains(sets.withReady(third));
      assertThat(commit(put(sets, sets.withReady(second)))).as("an old epoch").isFalse();
    }

    @Test
    void anImageWithFocalPointsReadsBackEqual() {
      ImageRecord moved =
          image.withFocus(
              first.job().original().sha256(), Optional.of(new Focus(1, 10_000)), List.of());
      commit(put(image));
      assertThat(commit(put(image, moved))).isTrue();
      assertThat(store().image(id)).contains(moved);
      assertThat(store().list(Optional.empty(), 10)).containsExactly(moved);
    }

    @Test
    void asManyWritesAsAChangeMayHaveAreAppliedTogetherOrNotAtAll() {
      List<VersionRecord> versions = new ArrayList<>();
      for (int number = 1; number < Change.MOST_WRITES; number++) {
        versions.add(version(id, number, NOW, Optional.of(NOW)));
      }
      List<Change.Write> writes = new ArrayList<>();
      versions.forEach(version -> writes.add(put(version)));
      writes.add(put(image));
      commit(put(versions.getLast()));
      assertThat(store().commit(new Change(writes))).isFalse();
      assertThat(store().versions(id)).containsExactly(versions.getLast());
      assertThat(store().image(id)).isEmpty();
      commit(new RemoveVersion(id, versionOf(versions.getLast())));
      assertThat(store().commit(new Change(writes))).isTrue();
      assertThat(store().versions(id)).isEqualTo(versions);
      assertThat(store().image(id)).contains(image);
    }

    @Test
    void anErasedImageWithSeveralSetsHasNone() {
      ImageRecord sets = SampleRecords.withSets(image, first, second, second);
      commit(put(image));
      commit(put(image, sets));
      ImageRecord erasing = sets.entombed(new Life.Erasing(NOW), Optional.of(NOW));
      assertThat(commit(put(sets, erasing))).isTrue();
      assertThat(store().image(id)).contains(erasing);
      assertThat(erasing.sets()).isEmpty();
    }

    @Test
    void instantsKeepTheirNanoseconds() {
      Instant fine = NOW.plusNanos(123_456_789);
      VersionRecord version = version(id, 1, fine, Optional.of(fine));
      commit(put(version));
      assertThat(store().version(id, versionOf(version))).contains(version);
    }

    @Test
    void versionsAreReturnedInCreationOrder() {
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
    void aRemovedVersionMayBeCreatedAgain() {
      commit(put(first));
      assertThat(commit(new RemoveVersion(id, versionOf(first)))).isTrue();
      assertThat(store().version(id, versionOf(first))).isEmpty();
      assertThat(store().due(NOW.plusSeconds(60), 10).versions()).isEmpty();
      assertThat(commit(put(first))).isTrue();
    }

    @Test
    void removingAMissingVersionIsNotAConflict() {
      assertThat(commit(new RemoveVersion(id, versionOf(first)), put(image))).isTrue();
      assertThat(store().image(id)).contains(image);
    }
  }

  @Nested
  class Conditions {

    @Test
    void anExistingRecordIsNotCreatedAgain() {
      commit(put(image), put(first));
      assertThat(commit(put(image))).isFalse();
      assertThat(commit(put(first))).isFalse();
      assertThat(commit(put(processing(first, "a")))).isFalse();
      assertThat(store().version(id, versionOf(first))).contains(first);
    }

    @Test
    void aMissingRecordIsNotReplaced() {
      assertThat(commit(put(image, SampleRecords.withLatest(image, versionOf(first))))).isFalse();
      assertThat(commit(put(first, processing(first, "a")))).isFalse();
      assertThat(store().image(id)).isEmpty();
      assertThat(store().version(id, versionOf(first))).isEmpty();
    }

    @Test
    void aWriteWithAnOldEpochFails() {
      commit(put(image), put(first));
      VersionRecord mine = processing(first, "mine");
      VersionRecord theirs = processing(mine, "theirs");
      assertThat(commit(put(first, mine))).isTrue();
      assertThat(commit(put(mine, theirs))).isTrue();
      assertThat(commit(put(mine, mine.to(new VersionState.Expired(), Optional.empty(), NOW))))
          .isFalse();
      assertThat(store().version(id, versionOf(first))).contains(theirs);
      ImageRecord next = SampleRecords.withLatest(image, versionOf(first));
      assertThat(commit(put(image, next))).isTrue();
      assertThat(commit(put(image, SampleRecords.withLatest(image, versionOf(second))))).isFalse();
      assertThat(store().image(id)).contains(next);
    }

    @Test
    void exactlyOneOfSixteenRacingCommitsSucceeds() throws Exception {
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
    void exactlyOneOfSixteenRacingCreationsSucceeds() throws Exception {
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
    void racingIncrementsAreAllCounted() throws Exception {
      commit(put(image));
      Race.of(
          8,
          i ->
              () -> {
                for (int done = 0; done < 5; ) {
                  ImageRecord before = store().image(id).orElseThrow();
                  done +=
                      commit(put(before, SampleRecords.withLatest(before, versionOf(first))))
                          ? 1
                          : 0;
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
                  new RemoveOutcome(row),
                  put(image, SampleRecords.withLatest(image, versionOf(second)))))
          .isFalse();
      assertThat(store().versions(id)).containsExactly(first);
      assertThat(store().due(NOW, 10).outcomes()).containsExactly(row);
    }

    @Test
    void aChangeOfManyKindsIsAppliedCompletely() {
      commit(put(image), put(first));
      VersionRecord claimed = processing(first, "a");
      ImageRecord moved = SampleRecords.withLatest(image, versionOf(second));
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
}
