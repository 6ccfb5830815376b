package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.relocate.FilesMove.Phase;
import dev.tintype.core.flow.relocate.Refused;
import dev.tintype.core.flow.relocate.Relocation;
import dev.tintype.core.flow.relocate.Relocation.Ended;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The steps of a move of files, and the hosts that act by them.
final class RelocationTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private FilesCase files;
  private Platform platform;

  @BeforeEach
  void build() {
    files = new FilesCase(folder);
    platform = files.platform;
  }

  private Phase phase() {
    return files.board.move().orElseThrow().phase();
  }

  private void assertMoved() {
    assertThat(phase()).isEqualTo(Phase.FINISHED);
    assertThat(files.newOriginals.keys()).containsAll(platform.originals.keys());
    assertThat(files.newVariants.keys()).containsAll(platform.variants.keys());
  }

  @Test
  void aMoveEndsWithTheNewStorageAlone() throws Exception {
    files.ready();
    assertThat(files.forward().copy()).isInstanceOf(Ended.Passed.class);
    assertThat(phase()).isEqualTo(Phase.COPYING);
    assertThat(files.forward().finish()).isInstanceOf(Ended.Passed.class);
    assertMoved();
    assertThat(files.forward().copy()).isInstanceOf(Ended.Already.class);
    assertThat(files.forward().finish()).isInstanceOf(Ended.Already.class);
    VersionRecord next = files.ready();
    assertThat(files.newOriginals.keys()).contains(next.job().originalKey());
    assertThat(platform.originals.keys()).doesNotContain(next.job().originalKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relocate.announced",
        "relocate.switched",
        "relocate.settled",
        "relocate.copied",
        "relocate.equal",
        "relocate.finished"
      })
  void aCommandThatIsKilledAtAnyStepIsContinuedByTheNextOne(String boundary) throws Exception {
    files.ready();
    files.killAt(boundary, 1);
    assertThatThrownBy(
            () -> {
              var unused = files.forward().copy();
              unused = files.forward().finish();
            })
        .isInstanceOf(Killed.class);
    files.hook = _ -> {};
    VersionRecord between = files.ready();
    var unused = files.forward().copy();
    unused = files.forward().finish();
    assertMoved();
    assertThat(files.newOriginals.keys()).contains(between.job().originalKey());
    assertThat(files.files().compare().wrong()).isZero();
  }

  @Test
  void nothingIsCopiedBeforeEveryHostActsByTheMove() throws Exception {
    files.ready();
    files.hook =
        boundary -> {
          if (boundary.equals("relocate.copied")) {
            long number = files.board.move().orElseThrow().number();
            assertThat(files.board.hosts()).allMatch(host -> host.acts() == number);
          }
        };
    assertThat(files.forward().copy()).isInstanceOf(Ended.Passed.class);
  }

  @Test
  void aHostThatDoesNotAnswerIsNamedAndNotLeftOut() throws Exception {
    files.ready();
    files.isHostAwake = false;
    assertThatThrownBy(() -> files.forward().copy())
        .isInstanceOf(Refused.class)
        .hasMessageContaining(FilesCase.HOST)
        .hasMessageContaining("--gone");
    assertThat(phase()).isEqualTo(Phase.ANNOUNCED);
    assertThat(files.newOriginals.keys()).isEmpty();
    files.gone = Set.of(FilesCase.HOST);
    assertThat(files.forward().copy()).isInstanceOf(Ended.Passed.class);
    assertThat(files.board.hosts()).isEmpty();
  }

  @Test
  void aHostThatAnswersIsNotGoneWhateverTheUserSays() throws Exception {
    files.gone = Set.of(FilesCase.HOST);
    assertThat(files.forward().copy()).isInstanceOf(Ended.Passed.class);
    assertThat(files.board.hosts()).extracting("name").containsExactly(FilesCase.HOST);
  }

  @Test
  void aHostThatDoesNotKnowBothStoragesIsNamedBeforeAnythingIsAnnounced() {
    files.board.say("old-1/1", List.of(FilesCase.OLD), 0);
    assertThatThrownBy(() -> files.forward().copy())
        .isInstanceOf(Refused.class)
        .hasMessageContaining("old-1/1")
        .hasMessageContaining("TINTYPE_STORAGE_NEXT");
    assertThat(files.board.move()).isEmpty();
  }

  @Test
  void aStorageThatHoldsOtherFilesIsNotFilled() {
    files.newVariants.put("a/1", new byte[1]);
    assertThatThrownBy(() -> files.forward().copy())
        .isInstanceOf(Refused.class)
        .hasMessageContaining("a/1");
    assertThat(files.board.move()).isEmpty();
  }

  @Test
  void anOriginalThatArrivesLateInTheOldStorageIsFoundByTheLastPass() throws Exception {
    VersionRecord late = platform.started();
    files.ready();
    var unused = files.forward().copy();
    assertThatThrownBy(() -> files.forward().finish())
        .isInstanceOf(Refused.class)
        .hasMessageContaining("1 versions still wait");
    platform.originals.put(late.job().originalKey(), Platform.BYTES);
    platform.clock.advance(Duration.ofMinutes(2));
    platform.sweep();
    while (platform.receive()) {
      platform.sweep();
    }
    assertThat(platform.stored(late).state().code()).isEqualTo("ready");
    assertThat(files.newOriginals.keys()).doesNotContain(late.job().originalKey());
    assertThat(files.forward().finish()).isInstanceOf(Ended.Passed.class);
    assertThat(files.newOriginals.keys()).contains(late.job().originalKey());
    assertMoved();
  }

  @Test
  void aMoveIsFinishedWhenNoOldPermissionCanBeUsed() throws Exception {
    VersionRecord never = platform.started();
    var unused = files.forward().copy();
    assertThatThrownBy(() -> files.forward().finish()).isInstanceOf(Refused.class);
    platform.clock.advance(
        Schedule.PERMISSION.plus(Schedule.SLOWEST_UPLOAD).plus(Duration.ofMinutes(2)));
    files.look();
    assertThat(platform.stored(never).state().code()).isEqualTo("awaiting_upload");
    assertThat(files.forward().finish()).isInstanceOf(Ended.Passed.class);
  }

  @Test
  void filesThatAreNotRightKeepTheOldStorageInUse() throws Exception {
    files.ready();
    String key = platform.originals.keys().getFirst();
    platform.originals.delete(key);
    platform.originals.put(key, new byte[] {1});
    var unused = files.forward().copy();
    unused = files.forward().finish();
    assertThat(phase()).isEqualTo(Phase.COPYING);
  }

  @Test
  void aMoveIsTurnedRoundWhileFilesAreCopied() throws Exception {
    VersionRecord first = files.ready();
    var unused = files.forward().copy();
    files.look();
    VersionRecord second = files.ready();
    assertThat(platform.originals.keys()).doesNotContain(second.job().originalKey());
    unused = files.back().copy();
    unused = files.back().finish();
    assertThat(platform.originals.keys())
        .contains(first.job().originalKey(), second.job().originalKey());
    assertThat(phase()).isEqualTo(Phase.FINISHED);
    assertThat(files.board.move().orElseThrow().to()).isEqualTo(FilesCase.OLD);
    assertThat(files.files(files.filled(), files.old()).compare().wrong()).isZero();
  }

  @Test
  void aMoveThatWasOnlyAnnouncedIsCalledOff() throws Exception {
    files.ready();
    files.killAt("relocate.announced", 1);
    assertThatThrownBy(() -> files.forward().copy()).isInstanceOf(Killed.class);
    assertThat(files.back().copy()).isInstanceOf(Ended.CalledOff.class);
    files.look();
    VersionRecord next = files.ready();
    assertThat(platform.originals.keys()).contains(next.job().originalKey());
    assertThat(files.newOriginals.keys()).isEmpty();
  }

  /// The host acknowledged the finished move, whose number was higher than that of a first one.
  @Test
  void anAcknowledgementOfAForgottenMoveDoesNotCountForTheNextOne() throws Exception {
    files.ready();
    var unused = files.forward().copy();
    assertThatThrownBy(() -> Relocation.forget(files.board, platform.clock.instant()))
        .isInstanceOf(Refused.class);
    unused = files.forward().finish();
    Relocation.forget(files.board, platform.clock.instant());
    Relocation.forget(files.board, platform.clock.instant());
    assertThat(phase()).isEqualTo(Phase.NONE);
    files.newOriginals.keys().forEach(files.newOriginals::delete);
    files.newVariants.keys().forEach(files.newVariants::delete);
    files.isHostAwake = false;
    assertThatThrownBy(() -> files.forward().copy())
        .isInstanceOf(Refused.class)
        .hasMessageContaining("has not answered");
    assertThat(phase()).isEqualTo(Phase.ANNOUNCED);
    files.isHostAwake = true;
    files.look();
    unused = files.forward().copy();
    unused = files.forward().finish();
    assertMoved();
  }

  /// What was erased since lies in the old storage still, and must not be seen again.
  @Test
  void theWayBackRemovesWhatWasErasedMeanwhile() throws Exception {
    VersionRecord erased = files.ready();
    VersionRecord kept = files.ready();
    var unused = files.forward().copy();
    unused = files.forward().finish();
    files.look();
    new Erase(platform.jobs, platform.context).erase(erased.job().imageId());
    files.settle();
    assertThat(platform.originals.keys()).contains(erased.job().originalKey());
    files.look();
    files.hook =
        boundary -> {
          if (boundary.equals("relocate.announced")) {
            assertThat(platform.originals.keys()).doesNotContain(erased.job().originalKey());
            assertThat(platform.variants.keys())
                .noneMatch(key -> key.startsWith(erased.job().imageId().value()));
          }
        };
    unused = files.back().copy();
    unused = files.back().finish();
    assertThat(platform.originals.keys()).contains(kept.job().originalKey());
    assertThat(phase()).isEqualTo(Phase.FINISHED);
  }

  /// Hosts delete in the new storage alone until they know of the way back.
  @ParameterizedTest
  @CsvSource({
    "relocate.clearing, false",
    "relocate.clearing, true",
    "relocate.announced, false",
    "relocate.announced, true"
  })
  void whatIsErasedWhenTheWayBackBeginsIsNotSeenAgain(String boundary, boolean isErasedToTheEnd)
      throws Exception {
    VersionRecord erased = files.ready();
    VersionRecord kept = files.ready();
    var unused = files.forward().copy();
    unused = files.forward().finish();
    files.look();
    List<String> variants =
        platform.variants.keys().stream()
            .filter(key -> key.startsWith(erased.job().imageId().value()))
            .toList();
    assertThat(variants).isNotEmpty();
    List<String> seen = new ArrayList<>();
    boolean[] isErased = {false};
    files.hook =
        reached -> {
          if (reached.equals(boundary)) {
            new Erase(platform.jobs, platform.context).erase(erased.job().imageId());
            platform.sweep();
            if (isErasedToTheEnd) {
              files.settle();
              files.repeat();
            }
            isErased[0] = true;
          }
        };
    files.looked =
        () -> {
          if (isErased[0]) {
            variants.stream()
                .filter(key -> platform.stores.variants().head(key).isPresent())
                .forEach(seen::add);
          }
        };
    unused = files.back().copy();
    assertThat(isErased[0]).isTrue();
    assertThat(seen).isEmpty();
    unused = files.back().finish();
    files.look();
    files.settle();
    assertThat(platform.originals.keys()).containsExactly(kept.job().originalKey());
    assertThat(platform.variants.keys()).doesNotContainAnyElementsOf(variants);
  }

  @Test
  void aWayBackThatIsKilledWhileTheOldStorageIsClearedIsContinuedOrCalledOff() throws Exception {
    files.ready();
    var unused = files.forward().copy();
    unused = files.forward().finish();
    for (int i = 0; i < 2; i++) {
      files.killAt("relocate.clearing", 1);
      assertThatThrownBy(() -> files.back().copy()).isInstanceOf(Killed.class);
      assertThat(phase()).isEqualTo(Phase.CLEARING);
      files.hook = _ -> {};
      if (i == 0) {
        assertThat(files.forward().copy()).isInstanceOf(Ended.CalledOff.class);
      }
    }
    unused = files.back().copy();
    unused = files.back().finish();
    assertThat(files.board.move().orElseThrow().to()).isEqualTo(FilesCase.OLD);
    assertThat(files.files(files.filled(), files.old()).compare().wrong()).isZero();
  }
}
