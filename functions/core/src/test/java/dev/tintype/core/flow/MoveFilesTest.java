package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tintype.core.Keys;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.relocate.FilesMove;
import dev.tintype.core.flow.relocate.Interrupted;
import dev.tintype.core.flow.relocate.Moved;
import dev.tintype.core.flow.relocate.Side;
import dev.tintype.core.flow.relocate.Trouble;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.VersionRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Copying all files while a host works.
final class MoveFilesTest {

  private static final String COPIED = "relocate.copied";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private FilesCase files;
  private Platform platform;

  @BeforeEach
  void build() {
    files = new FilesCase(folder);
    platform = files.platform;
  }

  /// The host writes to the new storage.
  private void letHostWriteToTheNewOne() throws Exception {
    var unused = files.forward().copy();
    assertThat(files.newOriginals.keys()).isEqualTo(platform.originals.keys());
  }

  private void assertEqual() {
    assertThat(files.newOriginals.keys()).isEqualTo(platform.originals.keys());
    assertThat(files.newVariants.keys()).isEqualTo(platform.variants.keys());
  }

  @Test
  void everythingIsCopiedAndEachManifestAfterItsVariants() throws Exception {
    files.ready();
    files.ready();
    List<String> puts = Collections.synchronizedList(new ArrayList<>());
    Side recorded =
        new Side(
            FilesCase.NEW,
            files.newOriginals,
            new FlakyStorage(
                files.newVariants,
                new Faults() {
                  @Override
                  public void before(String what, String key) {
                    if (what.equals("put")) {
                      puts.add(key);
                    }
                  }

                  @Override
                  public void after(String what, String key) {}
                }));
    Moved moved = files.files(files.old(), recorded).copy();
    assertEqual();
    int all = platform.originals.keys().size() + platform.variants.keys().size();
    assertThat(moved.files()).isEqualTo(all);
    assertThat(moved.copied()).isEqualTo(all);
    assertThat(moved.wrong()).isZero();
    for (String key : puts) {
      String manifest = key.substring(0, key.lastIndexOf('/')) + "/manifest.json";
      assertThat(puts.indexOf(manifest)).isGreaterThanOrEqualTo(puts.indexOf(key));
    }
    assertThat(files.files().compare().wrong()).isZero();
    assertThat(files.files().copy().copied()).as("nothing is left").isZero();
  }

  @Test
  void aRunThatIsKilledAfterAnyFileIsContinued() throws Exception {
    files.ready();
    files.ready();
    int all = platform.originals.keys().size() + platform.variants.keys().size();
    for (int i = 0; i < all; i++) {
      files.killAt(COPIED, 1);
      assertThatThrownBy(() -> files.files().copy()).isInstanceOf(Killed.class);
      assertThat(files.newOriginals.keys().size() + files.newVariants.keys().size())
          .isEqualTo(i + 1);
    }
    assertThat(files.files().copy().copied()).isZero();
    assertEqual();
  }

  @Test
  void anAlteredFileIsNamedAndNotCopied() throws Exception {
    VersionRecord ready = files.ready();
    String key = platform.variants.keys().getFirst();
    platform.variants.delete(key);
    platform.variants.put(key, new byte[] {1, 2, 3});
    Moved moved = files.files().copy();
    assertThat(moved.wrong()).isOne();
    assertThat(moved.troubles().getFirst().kind()).isEqualTo(Trouble.Kind.ALTERED);
    assertThat(moved.troubles().getFirst().key()).isEqualTo(key);
    assertThat(files.newVariants.keys())
        .doesNotContain(key, Keys.manifest(ready.job().imageId(), ready.job().version()));
  }

  @Test
  void otherBytesInTheNewStorageAreNamedAndStay() throws Exception {
    files.ready();
    String one = platform.variants.keys().getFirst();
    files.newVariants.put(one, new byte[] {1});
    Moved moved = files.files().copy();
    assertThat(moved.troubles())
        .extracting(Trouble::kind, Trouble::key)
        .containsExactly(org.assertj.core.api.Assertions.tuple(Trouble.Kind.CONFLICT, one));
    assertThat(files.newVariants.head(one).orElseThrow().bytes()).isOne();
    assertThat(files.files().compare().wrong()).isOne();
  }

  @Test
  void aMissingFileIsFoundByTheComparison() throws Exception {
    files.ready();
    files.files().copy();
    files.newVariants.delete(files.newVariants.keys().getFirst());
    assertThat(files.files().compare().troubles().getFirst().kind())
        .isEqualTo(Trouble.Kind.MISSING);
  }

  @Test
  void anImageThatIsErasedWhileItIsCopiedIsInNeitherStorage() throws Exception {
    letHostWriteToTheNewOne();
    files.look();
    for (boolean isErasedToTheEnd : List.of(false, true)) {
      VersionRecord ready = readyInTheOldStorage();
      files.once(
          COPIED,
          () -> {
            new Erase(platform.jobs, platform.context).erase(ready.job().imageId());
            platform.sweep();
            if (isErasedToTheEnd) {
              files.settle();
            }
          });
      files.files().copy();
      assertThat(files.newOriginals.keys()).isEmpty();
      assertThat(files.newVariants.keys()).isEmpty();
      files.settle();
      assertThat(platform.originals.keys()).isEmpty();
      assertThat(platform.variants.keys()).isEmpty();
    }
  }

  /// A host stored it before it wrote to the new storage.
  private VersionRecord readyInTheOldStorage() throws Exception {
    VersionRecord ready = files.ready();
    for (String key : files.newVariants.keys()) {
      try (var in = files.newVariants.open(key, Optional.empty()).orElseThrow()) {
        platform.variants.put(key, in.readAllBytes());
      }
      files.newVariants.delete(key);
    }
    return ready;
  }

  @Test
  void whatAKilledRunLeftOfAnErasedImageIsRemovedByTheNextOne() throws Exception {
    letHostWriteToTheNewOne();
    VersionRecord ready = readyInTheOldStorage();
    files.killAt(COPIED, 3);
    assertThatThrownBy(() -> files.files().copy()).isInstanceOf(Killed.class);
    String late = files.newVariants.keys().getFirst();
    new Erase(platform.jobs, platform.context).erase(ready.job().imageId());
    files.settle();
    assertThat(files.newVariants.keys()).as("the erasure acts on both").isEmpty();
    files.newVariants.put(late, new byte[] {1});
    files.hook = _ -> {};
    assertThat(files.files().copy().removed()).isOne();
    assertThat(files.newVariants.keys()).isEmpty();
  }

  /// The last file of the version is copied, and the old storage was not looked at again.
  @Test
  void aVersionThatIsRetiredWhileItIsCopiedIsInNeitherStorage() throws Exception {
    letHostWriteToTheNewOne();
    VersionRecord ready = readyInTheOldStorage();
    files.hook =
        _ -> {
          if (files.newVariants.keys().size() == platform.variants.keys().size()) {
            files.hook = _ -> {};
            retire(ready);
            files.settle();
            putBack(ready);
          }
        };
    assertThat(files.files().copy().removed()).isOne();
    assertThat(platform.variants.keys()).isEmpty();
    assertThat(files.newVariants.keys()).isEmpty();
  }

  /// The file is stored, the answer is lost, and a host deletes it before the next try.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPutWithoutAnAnswerLeavesNothingOfADeletedFile(boolean isErased) throws Exception {
    letHostWriteToTheNewOne();
    VersionRecord ready = readyInTheOldStorage();
    String lost = platform.variants.keys().getFirst();
    boolean[] isLost = {false};
    Side flaky =
        new Side(
            FilesCase.NEW,
            files.newOriginals,
            new FlakyStorage(
                files.newVariants,
                new Faults() {
                  @Override
                  public void before(String what, String key) {}

                  @Override
                  public void after(String what, String key) {
                    if (what.equals("put") && key.equals(lost) && !isLost[0]) {
                      isLost[0] = true;
                      byte[] bytes = {1};
                      if (isErased) {
                        new Erase(platform.jobs, platform.context).erase(ready.job().imageId());
                      } else {
                        retire(ready);
                      }
                      files.settle();
                      files.newVariants.put(key, bytes);
                      throw new StoreUnavailable("the answer is lost");
                    }
                  }
                }));
    files.files(files.old(), flaky).copy();
    assertThat(isLost[0]).isTrue();
    assertThat(platform.variants.keys()).isEmpty();
    assertThat(files.newVariants.keys()).isEmpty();
  }

  /// Another command has ended the use of the old storage, where the deleted files stay.
  @Test
  void aCommandThatLostItsLeaseLeavesNothingOfARetiredVersion() throws Exception {
    letHostWriteToTheNewOne();
    VersionRecord ready = readyInTheOldStorage();
    boolean[] isLost = {false};
    files.hook =
        _ -> {
          if (files.newVariants.keys().size() == platform.variants.keys().size() && !isLost[0]) {
            isLost[0] = true;
            finishElsewhere();
            retire(ready);
            files.settle();
            putBack(ready);
          }
        };
    Throwable end =
        catchThrowable(() -> files.files(files.old(), files.filled(), () -> isLost[0]).copy());
    assertThat(end == null || end instanceof Interrupted).isTrue();
    assertThat(platform.variants.keys()).isNotEmpty();
    assertThat(files.newVariants.keys()).isEmpty();
  }

  private void finishElsewhere() {
    FilesMove move = files.board.move().orElseThrow();
    assertThat(
            files.board.change(
                Optional.of(move), move.next(FilesMove.Phase.FINISHED, platform.context.now())))
        .isTrue();
    files.look();
  }

  private void retire(VersionRecord ready) {
    VersionRecord retired = platform.stored(ready).retired(platform.context.now()).orElseThrow();
    assertThat(
            platform.jobs.commit(
                Change.of(new Write.PutVersion(Optional.of(platform.stored(ready)), retired))))
        .isTrue();
  }

  /// As a put does that is slower than the deletion.
  private void putBack(VersionRecord ready) {
    files.newVariants.put(
        Keys.manifest(ready.job().imageId(), ready.job().version()), new byte[] {1});
  }

  @Test
  void anUploadWhileFilesAreCopiedGoesToTheNewStorageAlone() throws Exception {
    files.ready();
    files.once(
        COPIED,
        () -> {
          try {
            files.ready();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    int before = platform.variants.keys().size();
    var unused = files.forward().copy();
    assertThat(platform.variants.keys()).hasSize(before);
    assertThat(files.newVariants.keys()).hasSize(2 * before);
    assertThat(files.files().copy().removed()).as("a record names them").isZero();
    assertThat(files.newVariants.keys()).hasSize(2 * before);
  }
}
