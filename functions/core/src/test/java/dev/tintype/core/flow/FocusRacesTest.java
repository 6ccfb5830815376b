package dev.tintype.core.flow;

import static dev.tintype.core.flow.SimulatedRecipes.CARD;
import static dev.tintype.core.flow.SimulatedRecipes.OTHER;
import static dev.tintype.core.flow.SimulatedRecipes.SQUARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.focus.MoveFocus.Moved;
import dev.tintype.core.port.BusyJobStore;
import dev.tintype.core.state.VersionRecord;
import java.nio.file.FileSystem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A focal point that moves while another process writes, or that is written by a process that
/// dies.
final class FocusRacesTest extends FocusCase {

  private Moved movedWhile(ImageId id, Runnable other) {
    return move(racing(other), id, Optional.of(A), Optional.empty()).found().orElseThrow();
  }

  @Test
  void ofTwoThatRaceTheLaterWriteIsShown() throws Exception {
    ImageId id = ready(SQUARE, CARD);
    assertThat(queued(movedWhile(id, () -> move(id, B)))).containsExactly("card", "square");
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    assertShows(id, "card", Platform.BYTES, Optional.of(A));
  }

  @Test
  void twoThatRaceForTheSamePointMakeOneVersion() throws Exception {
    ImageId id = ready(SQUARE);
    Moved second = movedWhile(id, () -> move(id, A));
    assertThat(done(second).sets()).hasSize(1);
    platform.settle();
    assertThat(versionCount(id)).isEqualTo(2);
    assertThat(image(id).versions()).isEqualTo(2);
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  @Test
  void aFinishInBetweenIsNotLost() throws Exception {
    VersionRecord first = started(SQUARE);
    ImageId id = first.job().imageId();
    arrive(first, Platform.BYTES);
    movedWhile(id, () -> process(first));
    assertThat(shown(id, "square").orElseThrow().job()).isEqualTo(first.job());
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  private void process(VersionRecord record) {
    try {
      platform.process(record);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLateFinishOfTheFormerPointIsNotShown() throws Exception {
    ImageId id = ready(SQUARE);
    move(id, B);
    VersionRecord late = platform.jobs.versions(id).getLast();
    move(id, A);
    process(platform.jobs.versions(id).getLast());
    Version shown = shownVersion(id, "square");
    process(late);
    assertThat(shownVersion(id, "square")).isEqualTo(shown);
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  @Test
  void aSetThatIsAddedInBetweenMovesToo() throws Exception {
    ImageId id = ready(OTHER, SQUARE);
    Moved moved = movedWhile(id, () -> reprocess(id, CARD));
    assertThat(queued(moved)).containsExactly("card", "square");
    platform.settle();
    assertShows(id, "card", Platform.BYTES, Optional.of(A));
  }

  @Test
  void aNewOriginalInBetweenKeepsItsOwnPoint() throws Exception {
    ImageId id = ready(SQUARE);
    Version old = shownVersion(id, "square");
    Stores racing = racing(() -> arrive(newOriginal(id, SQUARE, LATER), LATER));
    move(racing, id, Optional.of(A), Optional.of(old));
    platform.settle();
    assertShows(id, "square", LATER, Optional.empty());
    assertThat(image(id).points().byOriginal()).hasSize(1);
  }

  @Test
  void anErasureInBetweenLeavesNothing() throws Exception {
    ImageId id = ready(SQUARE);
    Stores racing = racing(() -> new Erase(platform.jobs, platform.context).erase(id));
    assertThat(move(racing, id, Optional.of(A), Optional.empty())).isEqualTo(new Lookup.Gone<>());
    platform.settle();
    assertThat(platform.jobs.versions(id)).isEmpty();
    assertThat(platform.variants.keys()).isEmpty();
  }

  @Test
  void otherWritersInEveryTryAreNamedAndNothingIsWritten() throws Exception {
    ImageId id = ready(SQUARE);
    Stores busy =
        new Stores(
            new BusyJobStore(platform.jobs, Contention.MOST_TURNS),
            platform.originals,
            platform.variants);
    assertThat(move(busy, id, Optional.of(A), Optional.empty())).isEqualTo(new Tried.Contended<>());
    assertThat(versionCount(id)).isEqualTo(1);
  }

  @Test
  void everySetMovesWhereverTheProcessDies() throws Exception {
    int steps = 0;
    for (int at = 0; at < 100; at++) {
      try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
        platform = new Platform(files.getPath("/work"));
        ImageId id = ready(SQUARE, CARD);
        platform.trap.killAfter(at);
        try {
          move(platform.stores, id, Optional.of(A), Optional.empty());
        } catch (Killed _) {
          steps = at;
        }
        platform.trap.revive();
        boolean isWritten = !image(id).points().byOriginal().isEmpty();
        platform.settle();
        Optional<dev.tintype.core.Focus> point = isWritten ? Optional.of(A) : Optional.empty();
        assertShows(id, "square", Platform.BYTES, point);
        assertShows(id, "card", Platform.BYTES, point);
      }
    }
    assertThat(steps).as("the last step a process died at").isGreaterThan(5);
  }
}
