package dev.tintype.core.port;

import static dev.tintype.core.port.SampleRecords.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.JobStore.Subject;
import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The contract of reads of many versions.
abstract class JobStoreBatches extends JobStoreUnreadable {

  @Nested
  class Subjects {

    @Test
    void anImageAndAVersionAreReadTogether() {
      commit(put(image), put(first));
      VersionRecord unknown = version(id, 9, NOW, Optional.empty());
      assertThat(subject(first)).isEqualTo(new Subject(Optional.of(image), Optional.of(first)));
      assertThat(subject(unknown)).isEqualTo(new Subject(Optional.of(image), Optional.empty()));
      ImageId nobody = SampleRecords.id(NOW.plusMillis(1));
      assertThat(store().subject(nobody, first.job().version()))
          .isEqualTo(new Subject(Optional.empty(), Optional.empty()));
    }

    @Test
    void anImageOrAVersionThatCannotBeReadIsNamed() {
      commit(put(image), put(first));
      String key = VersionName.of(first).key();
      alter(Unreadable.Kind.VERSION, key, text -> text.replace("\"v\":1", "\"v\":2"));
      assertThatThrownBy(() -> subject(first))
          .isInstanceOf(UnreadableRecord.class)
          .hasMessageContaining(first.job().version().value());
      alter(Unreadable.Kind.IMAGE, id.value(), text -> text.replace("\"v\":1", "\"v\":2"));
      assertThatThrownBy(() -> subject(version(id, 9, NOW, Optional.empty())))
          .isInstanceOf(UnreadableRecord.class)
          .hasMessageContaining(id.value());
    }

    @Test
    void theVersionOfAnErasedImageIsNotRead() {
      commit(put(image), put(first));
      ImageRecord erasing = image.entombed(new ImageRecord.Life.Erasing(NOW), Optional.of(NOW));
      commit(put(image, erasing));
      String key = VersionName.of(first).key();
      alter(Unreadable.Kind.VERSION, key, text -> text.replace("\"v\":1", "\"v\":2"));
      assertThat(subject(first)).isEqualTo(new Subject(Optional.of(erasing), Optional.empty()));
    }

    private Subject subject(VersionRecord record) {
      return store().subject(record.job().imageId(), record.job().version());
    }
  }

  @Nested
  class NewestVersions {

    private final ImageId id = SampleRecords.id(NOW);
    private final List<VersionRecord> stored = new ArrayList<>();
    private final List<Unreadable> skipped = new ArrayList<>();

    private void keep(int versions) {
      for (int number = 1; number <= versions; number++) {
        stored.add(version(id, number, NOW, Optional.empty()));
        commit(put(stored.getLast()));
      }
    }

    @Test
    void theNewestVersionsOfAnImageComeNewestFirst() {
      keep(12);
      commit(put(version(SampleRecords.id(NOW.plusMillis(1)), 13, NOW, Optional.empty())));
      assertThat(store().newest(id, 3, skipped::add))
          .containsExactly(stored.get(11), stored.get(10), stored.get(9));
      assertThat(store().newest(id, 100, skipped::add))
          .containsExactlyElementsOf(stored.reversed());
      assertThat(store().newest(SampleRecords.id(NOW), 1, skipped::add)).isEmpty();
      assertThat(skipped).isEmpty();
    }

    @Test
    void aVersionThatWasWrittenAgainKeepsItsPlace() {
      keep(3);
      VersionRecord next = processing(stored.getFirst(), "a worker");
      commit(put(stored.getFirst(), next));
      assertThat(store().newest(id, 100, skipped::add))
          .containsExactly(stored.get(2), stored.get(1), next);
    }

    @Test
    void anUnreadableVersionAmongTheNewestIsTold() {
      keep(12);
      String key = VersionName.of(stored.get(10)).key();
      alter(Unreadable.Kind.VERSION, key, text -> text.replace("\"v\":1", "\"v\":2"));
      assertThat(store().newest(id, 3, skipped::add)).startsWith(stored.get(11), stored.get(9));
      assertThat(skipped).extracting(Unreadable::key).containsExactly(key);
    }
  }

  @Nested
  class ManyVersions {

    private final List<VersionRecord> stored = new ArrayList<>();

    private void keep(int images) {
      for (int i = 0; i < images; i++) {
        stored.add(version(SampleRecords.id(NOW.plusMillis(i)), 1, NOW, Optional.empty()));
        commit(put(stored.getLast()));
      }
    }

    private Map<VersionName, VersionRecord> read(
        List<VersionRecord> records, List<Unreadable> skipped) {
      return store().versions(records.stream().map(VersionName::of).toList(), skipped::add);
    }

    @Test
    void versionsOfManyImagesAreReadTogether() {
      keep(230);
      List<Unreadable> skipped = new ArrayList<>();
      assertThat(read(stored, skipped).values()).containsExactlyInAnyOrderElementsOf(stored);
      assertThat(read(stored, skipped)).containsEntry(VersionName.of(stored.get(7)), stored.get(7));
      assertThat(skipped).isEmpty();
    }

    @Test
    void anUnknownVersionIsLeftOut() {
      keep(2);
      VersionRecord unknown = version(stored.getFirst().job().imageId(), 2, NOW, Optional.empty());
      VersionName name = VersionName.of(stored.getLast());
      assertThat(store().versions(List.of(), _ -> {})).isEmpty();
      assertThat(store().versions(List.of(VersionName.of(unknown), name, name), _ -> {}))
          .containsExactly(Map.entry(name, stored.getLast()));
    }

    @Test
    void anUnreadableVersionDoesNotHideOthers() {
      keep(3);
      String key = VersionName.of(stored.get(1)).key();
      alter(Unreadable.Kind.VERSION, key, text -> text.replace("\"v\":1", "\"v\":2"));
      List<Unreadable> skipped = new ArrayList<>();
      assertThat(read(stored, skipped).values())
          .containsExactlyInAnyOrder(stored.get(0), stored.get(2));
      assertThat(skipped).extracting(Unreadable::key).containsExactly(key);
    }

    @Test
    void aReadSeesEveryEarlierWrite() {
      keep(3);
      for (VersionRecord record : stored) {
        VersionRecord next = processing(record, "a worker");
        commit(put(record, next));
        assertThat(read(stored, new ArrayList<>())).containsEntry(VersionName.of(next), next);
      }
    }
  }
}
