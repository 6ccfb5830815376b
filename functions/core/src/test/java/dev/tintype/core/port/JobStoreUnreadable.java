package dev.tintype.core.port;

import static dev.tintype.core.port.SampleRecords.idempotency;
import static dev.tintype.core.port.SampleRecords.image;
import static dev.tintype.core.port.SampleRecords.outcome;
import static dev.tintype.core.port.SampleRecords.version;
import static dev.tintype.core.port.SampleRecords.versionOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.JobStore.DueWork;
import dev.tintype.core.port.JobStore.ImagePage;
import dev.tintype.core.port.Unreadable.Kind;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract for unreadable records: they are reported, stay unchanged, and affect nothing else.
/// Also the contract of lists by state.
abstract class JobStoreUnreadable extends JobStoreCommits {

  private static final Instant LATER = NOW.plus(Duration.ofDays(1));

  private static String newer(String text) {
    return text.replace("\"v\":1", "\"v\":2");
  }

  /// @return the text of a damaged or newer record
  private static String altered(String how, String text) {
    return switch (how) {
      case "newer" -> newer(text);
      case "of a state nobody knows" -> text.replace("awaiting_upload", "dreaming");
      case "cut" -> text.substring(0, text.length() / 2);
      case "no JSON" -> "no JSON";
      case "another JSON" -> "[]";
      case "without its fields" -> "{\"v\":1}";
      default -> throw new IllegalArgumentException(how);
    };
  }

  private static String key(VersionRecord record) {
    return record.job().imageId() + "/" + record.job().version();
  }

  @Nested
  class UnreadableRecords {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "newer",
          "of a state nobody knows",
          "cut",
          "no JSON",
          "another JSON",
          "without its fields"
        })
    void aDueUnreadableRecordDoesNotHideOthers(String how) {
      VersionRecord third = version(id, 3, NOW, Optional.of(NOW.plusSeconds(70)));
      commit(put(first), put(third));
      alter(Kind.VERSION, key(first), text -> altered(how, text));
      String before = text(Kind.VERSION, key(first));
      DueWork due = store().due(LATER, 10);
      assertThat(due.versions()).containsExactly(third);
      assertThat(due.unreadable()).hasSize(1);
      Unreadable named = due.unreadable().getFirst();
      assertThat(named.kind()).isEqualTo(Kind.VERSION);
      assertThat(named.key()).isEqualTo(key(first));
      assertThat(named.imageId()).contains(id);
      assertThat(named.why()).isNotBlank();
      assertThat(text(Kind.VERSION, key(first))).isEqualTo(before);
    }

    @Test
    void unreadableRecordsOfEveryKindAreReported() {
      ImageRecord erasing =
          image(SampleRecords.id(NOW), NOW).entombed(new Life.Erasing(NOW), Optional.of(NOW));
      Outcome row = outcome(first, "row", NOW);
      Outcome other = outcome(first, "other", NOW);
      commit(put(first), put(erasing), new AddOutcome(row), new AddOutcome(other));
      alter(Kind.VERSION, key(first), JobStoreUnreadable::newer);
      alter(Kind.IMAGE, erasing.id().value(), JobStoreUnreadable::newer);
      alter(Kind.OUTCOME, "row", JobStoreUnreadable::newer);
      DueWork due = store().due(LATER, 10);
      assertThat(due.versions()).isEmpty();
      assertThat(due.images()).isEmpty();
      assertThat(due.outcomes()).containsExactly(other);
      assertThat(due.unreadable())
          .extracting(Unreadable::key)
          .containsExactlyInAnyOrder(key(first), erasing.id().value(), "row");
    }

    @Test
    void manyUnreadableRecordsDoNotDelayOthers() {
      for (int number = 1; number <= 7; number++) {
        VersionRecord version = version(id, number, NOW, Optional.of(NOW.plusSeconds(number)));
        commit(put(version));
        alter(Kind.VERSION, key(version), JobStoreUnreadable::newer);
      }
      List<VersionRecord> readable = new ArrayList<>();
      for (int number = 8; number <= 10; number++) {
        readable.add(version(id, number, NOW, Optional.of(NOW.plusSeconds(number))));
        commit(put(readable.getLast()));
      }
      DueWork due = store().due(LATER, 2);
      assertThat(due.versions()).isEqualTo(readable.subList(0, 2));
      assertThat(due.unreadable()).hasSize(7);
    }

    @Test
    void readingAnUnreadableRecordNamesItAndTheReason() {
      IdempotencyRecord answer = idempotency("key", first, LATER);
      commit(put(image), put(first), new AddIdempotency(answer, NOW));
      alter(Kind.IMAGE, id.value(), JobStoreUnreadable::newer);
      alter(Kind.VERSION, key(first), JobStoreUnreadable::newer);
      alter(Kind.ANSWER, answer.key().hex(), JobStoreUnreadable::newer);
      assertThatThrownBy(() -> store().image(id))
          .isInstanceOf(UnreadableRecord.class)
          .hasMessageContaining(id.value())
          .hasMessageContaining("newer release");
      assertThatThrownBy(() -> store().version(id, versionOf(first)))
          .isInstanceOf(UnreadableRecord.class)
          .hasMessageContaining(versionOf(first).value());
      assertThatThrownBy(() -> store().idempotency(answer.key(), NOW))
          .isInstanceOf(UnreadableRecord.class);
      assertThatThrownBy(() -> store().versions(id)).isInstanceOf(UnreadableRecord.class);
    }

    @Test
    void otherVersionsOfTheImageStayReadable() {
      commit(put(first), put(second));
      alter(Kind.VERSION, key(first), JobStoreUnreadable::newer);
      List<Unreadable> skipped = new ArrayList<>();
      assertThat(store().versions(id, skipped::add)).containsExactly(second);
      assertThat(skipped).extracting(Unreadable::key).containsExactly(key(first));
      assertThat(store().version(id, versionOf(second))).contains(second);
    }

    @Test
    void aListContinuesAfterOne() {
      List<ImageRecord> images = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        images.addFirst(image(SampleRecords.id(NOW.plusMillis(i)), NOW));
        commit(put(images.getFirst()));
      }
      String spoiled = images.get(1).id().value();
      alter(Kind.IMAGE, spoiled, JobStoreUnreadable::newer);
      ImagePage page = store().page(Optional.empty(), Optional.empty(), 3);
      assertThat(page.images()).containsExactly(images.get(0), images.get(2));
      assertThat(page.unreadable()).extracting(Unreadable::key).containsExactly(spoiled);
      assertThat(page.next()).contains(images.get(2).id());
      assertThat(store().list(Optional.empty(), 4))
          .containsExactly(images.get(0), images.get(2), images.get(3), images.get(4));
    }

    @Test
    void anOlderReadCannotOverwriteARecordOfANewerRelease() {
      commit(put(image), put(first));
      VersionRecord theirs = processing(first, "newer");
      commit(put(first, theirs));
      alter(Kind.VERSION, key(first), JobStoreUnreadable::newer);
      String before = text(Kind.VERSION, key(first));
      assertThat(commit(put(first, processing(first, "mine")))).isFalse();
      assertThat(commit(put(first))).isFalse();
      assertThat(text(Kind.VERSION, key(first))).isEqualTo(before);
    }
  }

  @Nested
  class OfSomeKinds {

    @Test
    void onlyRequestedKindsAreReturned() {
      commit(put(first), new AddOutcome(outcome(first, "row", NOW)));
      DueWork outcomes = store().due(LATER, 10, EnumSet.of(DueKind.OUTCOME));
      assertThat(outcomes.versions()).isEmpty();
      assertThat(outcomes.outcomes()).hasSize(1);
      DueWork others = store().due(LATER, 10, EnumSet.of(DueKind.VERSION, DueKind.IMAGE));
      assertThat(others.versions()).containsExactly(first);
      assertThat(others.outcomes()).isEmpty();
    }

    @Test
    void anOutcomePostponedByAFastClockIsDue() {
      Outcome ahead = outcome(first, "ahead", NOW.plus(Duration.ofHours(2)));
      Outcome retried = outcome(first, "retried", NOW.plus(Duration.ofMinutes(15)));
      commit(new AddOutcome(ahead), new AddOutcome(retried));
      assertThat(store().due(NOW, 10).outcomes()).containsExactly(ahead);
    }
  }

  @Nested
  class ByState {

    private final List<VersionRecord> versions = new ArrayList<>();

    private VersionRecord add(int number) {
      ImageId one = SampleRecords.id(NOW.plusMillis(number));
      VersionRecord version = version(one, number, NOW, Optional.empty());
      commit(put(SampleRecords.withLatest(image(one, NOW), versionOf(version))), put(version));
      versions.addFirst(version);
      return version;
    }

    private VersionRecord write(VersionRecord before, VersionState state) {
      VersionRecord after = before.to(state, Optional.empty(), NOW);
      assertThat(commit(put(before, after))).isTrue();
      return after;
    }

    private List<ImageId> ids(String state) {
      List<ImageId> ids = new ArrayList<>();
      Optional<ImageId> cursor = Optional.empty();
      do {
        ImagePage page = store().page(Optional.of(state), cursor, 2);
        page.images().forEach(found -> ids.add(found.id()));
        cursor = page.next();
      } while (cursor.isPresent());
      return ids;
    }

    private static ImageId idOf(VersionRecord record) {
      return record.job().imageId();
    }

    @Test
    void imagesAreListedByTheStateOfTheirLatestVersionNewestFirst() {
      for (int number = 1; number <= 6; number++) {
        VersionRecord version = add(number);
        if (number % 2 == 0) {
          write(version, new VersionState.Expired());
        }
      }
      assertThat(ids("expired"))
          .containsExactly(idOf(versions.get(0)), idOf(versions.get(2)), idOf(versions.get(4)));
      assertThat(ids("awaiting_upload"))
          .containsExactly(idOf(versions.get(1)), idOf(versions.get(3)), idOf(versions.get(5)));
      assertThat(ids("ready")).isEmpty();
    }

    @Test
    void theStateOfAnImageFollowsItsVersion() {
      VersionRecord version = add(1);
      assertThat(ids("awaiting_upload")).containsExactly(idOf(version));
      VersionRecord queued = write(version, new VersionState.Queued(NOW));
      assertThat(ids("awaiting_upload")).isEmpty();
      assertThat(ids("queued")).containsExactly(idOf(version));
      write(queued, new VersionState.Expired());
      assertThat(ids("queued")).isEmpty();
      assertThat(ids("expired")).containsExactly(idOf(version));
    }

    @Test
    void theStateOfAnImageFollowsOnlyItsLatestVersion() {
      VersionRecord old = write(add(1), new VersionState.Expired());
      VersionRecord next = version(idOf(old), 2, NOW, Optional.empty());
      ImageRecord before = store().image(idOf(old)).orElseThrow();
      commit(put(next), put(before, SampleRecords.withLatest(before, versionOf(next))));
      assertThat(ids("expired")).isEmpty();
      assertThat(ids("awaiting_upload")).containsExactly(idOf(old));
      write(old, new VersionState.Queued(NOW));
      assertThat(ids("queued")).isEmpty();
      ImageRecord image = store().image(idOf(old)).orElseThrow();
      commit(put(image, image.withSuccessor(next, old)));
      assertThat(ids("queued")).containsExactly(idOf(old));
    }

    @Test
    void theStateOfAnImageWithSeveralSetsIsThatOfItsLatestVersion() {
      VersionRecord shown = write(add(1), new VersionState.Expired());
      VersionRecord next = version(idOf(shown), 2, NOW, Optional.empty());
      ImageRecord before = store().image(idOf(shown)).orElseThrow();
      commit(put(next), put(before, SampleRecords.withSets(before, shown, next, shown)));
      assertThat(ids("awaiting_upload")).containsExactly(idOf(shown));
      assertThat(ids("expired")).isEmpty();
    }

    @Test
    void anImageWithSeveralVersionsInOneStateIsListedOnce() {
      for (int number = 1; number <= 4; number++) {
        write(add(number), new VersionState.Expired());
      }
      for (VersionRecord version : List.copyOf(versions)) {
        for (int number = 5; number <= 7; number++) {
          VersionRecord next = version(idOf(version), number, NOW, Optional.empty());
          ImageRecord before = store().image(idOf(version)).orElseThrow();
          commit(put(next), put(before, SampleRecords.withLatest(before, versionOf(next))));
          write(next, new VersionState.Expired());
        }
      }
      assertThat(ids("expired"))
          .containsExactlyElementsOf(versions.stream().map(ByState::idOf).toList());
    }

    @Test
    void aCursorStaysValidWhenItsImageLeavesTheState() {
      for (int number = 1; number <= 5; number++) {
        add(number);
      }
      ImagePage page = store().page(Optional.of("awaiting_upload"), Optional.empty(), 2);
      assertThat(page.next()).contains(idOf(versions.get(1)));
      write(versions.get(1), new VersionState.Expired());
      write(versions.get(2), new VersionState.Expired());
      assertThat(store().page(Optional.of("awaiting_upload"), page.next(), 2).images())
          .extracting(ImageRecord::id)
          .containsExactly(idOf(versions.get(3)), idOf(versions.get(4)));
    }

    @Test
    void listsDoNotContainErasedImages() {
      VersionRecord version = add(1);
      ImageRecord image = store().image(idOf(version)).orElseThrow();
      commit(put(image, image.entombed(new Life.Erasing(NOW), Optional.of(NOW))));
      assertThat(ids("awaiting_upload")).isEmpty();
    }
  }
}
