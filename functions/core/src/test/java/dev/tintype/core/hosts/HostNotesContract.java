package dev.tintype.core.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.hosts.HostNotes.Note;
import dev.tintype.core.port.Race;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The contract of the notes of hosts. Each test uses names of its own, so a store may be shared.
public abstract class HostNotesContract {

  private static final int RACERS = 8;

  private final String prefix = "test-" + UUID.randomUUID() + "/";

  /// @return the notes; each call may answer another object over the same store
  protected abstract HostNotes notes();

  /// Lets time pass by the store's clock.
  ///
  /// @param time less than a second
  protected abstract void pass(Duration time) throws InterruptedException;

  private List<String> names() {
    return notes().list(prefix).stream().map(Note::name).toList();
  }

  @Test
  void aNoteIsReadAsItWasWrittenLast() {
    assertThat(notes().find(prefix + "a")).isEmpty();
    notes().write(prefix + "a", "first");
    notes().write(prefix + "a", "{\"text\":\"zweite Fassung, 写真\"}");
    assertThat(notes().find(prefix + "a").orElseThrow().text())
        .isEqualTo("{\"text\":\"zweite Fassung, 写真\"}");
  }

  @Test
  void notesAreListedByPrefixInOrder() {
    for (String name : List.of("b", "a/2", "a/1", "a", "a_1", "a%")) {
      notes().write(prefix + name, name);
    }
    assertThat(notes().list(prefix + "a/").stream().map(Note::text)).containsExactly("a/1", "a/2");
    assertThat(names()).hasSize(6).isSorted();
    assertThat(notes().list(prefix + "c")).isEmpty();
    assertThat(notes().list(prefix + "A")).as("as written").isEmpty();
  }

  @Test
  void aNoteIsReplacedOnlyAsItIsKnown() {
    String name = prefix + "a";
    assertThat(notes().replace(name, Optional.of("first"), "second")).isFalse();
    assertThat(notes().find(name)).isEmpty();
    assertThat(notes().replace(name, Optional.empty(), "first")).isTrue();
    assertThat(notes().replace(name, Optional.empty(), "again")).isFalse();
    assertThat(notes().replace(name, Optional.of("other"), "again")).isFalse();
    assertThat(notes().replace(name, Optional.of("first"), "second")).isTrue();
    assertThat(notes().find(name).orElseThrow().text()).isEqualTo("second");
  }

  @Test
  void oneOfManyReplacesANote() throws Exception {
    notes().write(prefix + "known", "first");
    for (Optional<String> before : List.of(Optional.<String>empty(), Optional.of("first"))) {
      String name = prefix + (before.isPresent() ? "known" : "new");
      List<Boolean> won =
          Race.of(RACERS, racer -> () -> notes().replace(name, before, "racer " + racer));
      assertThat(Collections.frequency(won, true)).isEqualTo(1);
      assertThat(notes().find(name).orElseThrow().text()).isEqualTo("racer " + won.indexOf(true));
    }
  }

  @Test
  void aRemovedNoteIsGone() {
    notes().write(prefix + "a", "one");
    notes().write(prefix + "b", "two");
    notes().remove(prefix + "a");
    notes().remove(prefix + "never");
    assertThat(names()).containsExactly(prefix + "b");
  }

  @Test
  void aNoteAgesUntilItIsWrittenAgain() throws Exception {
    Duration time = Duration.ofMillis(300);
    notes().write(prefix + "a", "one");
    notes().write(prefix + "b", "two");
    pass(time);
    notes().write(prefix + "b", "two");
    Duration old = notes().find(prefix + "a").orElseThrow().age();
    Duration fresh = notes().find(prefix + "b").orElseThrow().age();
    assertThat(old).isGreaterThanOrEqualTo(time);
    assertThat(fresh).isBetween(Duration.ZERO, old.minus(time.dividedBy(2)));
  }
}
