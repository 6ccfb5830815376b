package dev.tintype.core.port;

import static dev.tintype.core.port.SampleRecords.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.Metadata.Entry;
import dev.tintype.core.port.JobStore.ImagePage;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The contract of lists by an entry of the metadata.
abstract class JobStoreMetadata extends JobStoreBatches {

  @Nested
  class ImagesByMetadata {

    private static final Entry ALBUM = new Entry("album", "42");

    private ImageRecord kept(int number, String... keysAndValues) {
      ImageRecord image =
          labelled(image(SampleRecords.id(NOW.plusMillis(number)), NOW), keysAndValues);
      commit(put(image));
      return image;
    }

    private ImageRecord labelled(ImageRecord image, String... keysAndValues) {
      Map<String, Optional<String>> changes =
          IntStream.range(0, keysAndValues.length / 2)
              .boxed()
              .collect(
                  Collectors.toMap(
                      i -> keysAndValues[2 * i], i -> Optional.of(keysAndValues[2 * i + 1])));
      return image.labelled(image.name(), Metadata.NONE.with(changes));
    }

    private List<ImageRecord> listed(Entry entry, int limit) {
      List<ImageRecord> found = new ArrayList<>();
      Optional<ImageId> before = Optional.empty();
      do {
        ImagePage page = store().page(entry, before, limit);
        assertThat(page.images()).hasSizeLessThanOrEqualTo(limit);
        found.addAll(page.images());
        before = page.next();
      } while (before.isPresent());
      return found;
    }

    @Test
    void imagesAreListedByOneEntryNewestFirstInPages() {
      List<ImageRecord> expected = new ArrayList<>();
      for (int number = 0; number < 7; number++) {
        expected.addFirst(kept(number, "album", "42", "number", "" + number));
        kept(100 + number, "album", "4" + number % 2, "other", "42");
        kept(200 + number);
      }
      assertThat(listed(ALBUM, 3)).isEqualTo(expected);
      assertThat(listed(ALBUM, 200)).isEqualTo(expected);
      assertThat(store().page(ALBUM, Optional.of(expected.get(4).id()), 200).images())
          .isEqualTo(expected.subList(5, 7));
      assertThat(listed(new Entry("number", "3"), 1)).containsExactly(expected.get(3));
      assertThat(listed(new Entry("album", "4"), 3)).isEmpty();
      assertThat(store().image(expected.getFirst().id())).contains(expected.getFirst());
    }

    @Test
    void valuesAreComparedAsTheyAre() {
      for (String value : List.of("", "a:b", "A", "a", "%_'\"\\", "é 🙂", "x".repeat(256))) {
        ImageRecord image = kept(value.length(), "key", value);
        assertThat(listed(new Entry("key", value), 5)).containsExactly(image);
      }
      ImageRecord largest = kept(9_999, "k", "\uD83D\uDE00".repeat(256));
      assertThat(listed(new Entry("k", "\uD83D\uDE00".repeat(256)), 5)).containsExactly(largest);
    }

    @Test
    void aChangedEntryIsFoundByItsNewValueOnly() {
      ImageRecord image = kept(1, "album", "42", "stays", "x");
      ImageRecord moved = labelled(image, "album", "43", "stays", "x");
      assertThat(commit(put(image, moved))).isTrue();
      assertThat(listed(ALBUM, 5)).isEmpty();
      assertThat(listed(new Entry("album", "43"), 5)).containsExactly(moved);
      assertThat(listed(new Entry("stays", "x"), 5)).containsExactly(moved);
      ImageRecord bare = labelled(moved);
      assertThat(commit(put(moved, bare))).isTrue();
      assertThat(listed(new Entry("stays", "x"), 5)).isEmpty();
      assertThat(store().image(image.id())).contains(bare);
    }

    @Test
    void aWriteThatIsRefusedChangesNoEntry() {
      ImageRecord image = kept(1, "album", "42");
      ImageRecord touched = image.touched();
      commit(put(image, touched));
      assertThat(commit(put(image, labelled(image, "album", "43")))).isFalse();
      assertThat(listed(ALBUM, 5)).containsExactly(touched);
      assertThat(listed(new Entry("album", "43"), 5)).isEmpty();
    }

    @Test
    void anErasedImageIsFoundByNoEntry() {
      ImageRecord image = kept(1, "album", "42");
      ImageRecord other = kept(2, "album", "42");
      commit(put(image, image.entombed(new Life.Erasing(NOW), Optional.of(NOW))));
      assertThat(listed(ALBUM, 5)).containsExactly(other);
      assertThat(text(Unreadable.Kind.IMAGE, image.id().value())).doesNotContain("album");
    }

    @Test
    void anImageThatCannotBeReadIsNamedAndDoesNotHideOthers() {
      List<ImageRecord> images =
          IntStream.range(0, 3).mapToObj(number -> kept(number, "album", "42")).toList();
      Function<ImageRecord, String> key = image -> image.id().value();
      alter(
          Unreadable.Kind.IMAGE,
          key.apply(images.get(1)),
          text -> text.replace("\"v\":4", "\"v\":99"));
      ImagePage page = store().page(ALBUM, Optional.empty(), 10);
      assertThat(page.images()).containsExactly(images.get(2), images.get(0));
      assertThat(page.unreadable())
          .extracting(Unreadable::key)
          .containsExactly(key.apply(images.get(1)));
    }
  }
}
