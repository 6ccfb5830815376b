package dev.tintype.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.migrate.MoveListener;
import dev.tintype.core.flow.migrate.MoveListener.Boundary;
import dev.tintype.core.flow.migrate.MoveRefused;
import dev.tintype.core.flow.migrate.RecordMove;
import dev.tintype.core.flow.migrate.RecordMove.Ended;
import dev.tintype.core.flow.relocate.FilesMove;
import dev.tintype.core.flow.relocate.FilesMove.Phase;
import dev.tintype.core.flow.relocate.MoveBoard;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.TokenStore;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.data.FolderUnusable;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Which stores `tintype migrate` moves between, by the settings and the marks of the stores.
final class StorePairTest {

  @TempDir private Path folder;

  private String home = "";
  private String other = "";

  @BeforeEach
  void name() {
    home = "sqlite:" + folder.resolve("home.db");
    other = "sqlite:" + folder.resolve("other.db");
  }

  private static final class Killed extends Error {
    Killed() {
      super("killed", null, false, false);
    }
  }

  /// Dies at a boundary, if it names one: no later call of the run reaches a store.
  private record Dying(@Nullable Boundary at, AtomicBoolean dead) implements MoveListener {
    @Override
    public void advanced(MoveListener.Phase phase, Table table, long done, long rows) {}

    @Override
    public void closing(Duration estimate) {}

    @Override
    public void reached(Boundary boundary) {
      if (boundary == at) {
        dead.set(true);
        throw new Killed();
      }
    }

    RecordTransfer mortal(RecordTransfer store) {
      return (RecordTransfer)
          Proxy.newProxyInstance(
              RecordTransfer.class.getClassLoader(),
              new Class<?>[] {RecordTransfer.class},
              (_, method, arguments) -> {
                if (dead.get()) {
                  throw new Killed();
                }
                return method.invoke(store, arguments);
              });
    }
  }

  private DataFolder settings(String jobs) {
    return new DataFolder(folder.resolve("data"), new Addresses("file:", jobs, jobs));
  }

  private static Ended run(StorePair stores, @Nullable Boundary deadly) {
    Dying dying = new Dying(deadly, new AtomicBoolean());
    try (stores) {
      return new RecordMove(
              dying.mortal(stores.from()),
              dying.mortal(stores.to()),
              new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD),
              dying,
              () -> false,
              System::nanoTime)
          .move();
    }
  }

  private void forward(@Nullable Boundary deadly) {
    run(StorePair.to(other, settings(home)), deadly);
  }

  private Ended back(String jobs) {
    return run(StorePair.back(settings(jobs)), null);
  }

  private <T> T opened(Function<Opening, T> work) {
    try (Opening opening = new Opening(folder, InstantSource.system(), new SecureRandom())) {
      return work.apply(opening);
    }
  }

  private static TokenStore tokens(String jobs, Opening opening) {
    return Providers.of(JobsProvider.class, jobs).jobs(jobs, opening).tokens();
  }

  private void write(String jobs, String label) {
    var _ =
        opened(opening ->
            tokens(jobs, opening).create(label, Set.of("images:read"), Optional.empty()));
  }

  private List<String> written(String jobs) {
    return opened(
        opening -> tokens(jobs, opening).list().stream().map(token -> token.label()).toList());
  }

  private State state(String jobs) {
    return opened(opening ->
        Providers.of(JobsProvider.class, jobs)
            .transfer(jobs, opening)
            .orElseThrow()
            .mark()
            .state());
  }

  @Test
  void backTwiceMovesNothingTheSecondTime() {
    write(home, "one");
    forward(null);
    write(other, "two");
    assertThat(back(other)).isInstanceOf(Ended.Moved.class);
    write(home, "three");
    for (String settings : List.of(other, home)) {
      Ended again = back(settings);
      assertThat(again)
          .isInstanceOfSatisfying(Ended.Moved.class, ended -> assertThat(ended.sums()).isEmpty());
      try (StorePair stores = StorePair.back(settings(settings))) {
        assertThat(stores.to().name()).isEqualTo(home);
      }
    }
    assertThat(written(home)).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(state(home)).isEqualTo(State.OPEN);
    assertThat(state(other)).isEqualTo(State.MOVED);
    forward(null);
    assertThat(written(other)).hasSize(3);
    write(other, "four");
    assertThat(back(other)).isInstanceOf(Ended.Moved.class);
    assertThat(written(home)).contains("four");
  }

  @ParameterizedTest
  @EnumSource(Boundary.class)
  void aBackThatWasKilledIsFinishedByBack(Boundary boundary) {
    write(home, "one");
    forward(null);
    write(other, "two");
    for (String settings : List.of(other, home)) {
      assertThatThrownBy(() -> run(StorePair.back(settings(other)), boundary))
          .isInstanceOf(Killed.class);
      assertThat(back(settings)).isInstanceOf(Ended.Moved.class);
      assertThat(written(home)).contains("one", "two");
      assertThat(state(home)).isEqualTo(State.OPEN);
      assertThat(state(other)).isEqualTo(State.MOVED);
      forward(null);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Boundary.class, names = "ARRIVED", mode = Mode.EXCLUDE)
  void backIsRefusedWhileAMoveIsUnderWay(Boundary boundary) {
    write(home, "one");
    assertThatThrownBy(() -> forward(boundary)).isInstanceOf(Killed.class);
    State state = state(home);
    assertThatThrownBy(() -> back(home))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(state == State.OPEN ? "never moved" : "under way");
    assertThatThrownBy(() -> back(other))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("under way");
    assertThat(state(home)).isEqualTo(state);
    assertThat(state(other)).isEqualTo(State.FILLING);
    forward(null);
    assertThat(written(other)).containsExactly("one");
    assertThatThrownBy(() -> back(home))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("TINTYPE_JOBS");
  }

  @Test
  void anotherDatabaseAtTheSameAddressIsNotMovedBack() throws Exception {
    write(home, "one");
    forward(null);
    for (String end : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve("other.db" + end));
    }
    write(other, "stranger");
    assertThatThrownBy(() -> back(other)).isInstanceOf(InvalidSetting.class);
    assertThatThrownBy(() -> run(StorePair.to(home, settings(other)), null))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining("is not that store");
    assertThatThrownBy(() -> forward(null)).isInstanceOf(MoveRefused.class);
    assertThat(written(home)).containsExactly("one");
    assertThat(written(other)).containsExactly("stranger");
  }

  @Test
  void aStoreThatIsGoneIsNotMadeByBack() throws Exception {
    write(home, "one");
    forward(null);
    Files.delete(folder.resolve("home.db"));
    assertThatThrownBy(() -> back(other))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("is not there");
    assertThat(folder.resolve("home.db")).doesNotExist();
  }

  @Test
  void recordsThatWereMovedOnAreNotInTheStoreBetween() {
    String last = "sqlite:" + folder.resolve("last.db");
    write(home, "one");
    forward(null);
    run(StorePair.to(last, settings(other)), null);
    assertThatThrownBy(() -> forward(null))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining(last);
    assertThatThrownBy(() -> run(StorePair.to(home, settings(last)), null))
        .isInstanceOf(MoveRefused.class);
  }

  private <T> T board(String jobs, Function<MoveBoard, T> work) {
    return opened(opening ->
        work.apply(
            new MoveBoard(Providers.of(JobsProvider.class, jobs).jobs(jobs, opening).notes())));
  }

  private void filesMove(String jobs, Phase phase, long number) {
    FilesMove move =
        new FilesMove(number, phase, "file:/a", "file:/b", Instant.EPOCH, Optional.empty());
    boolean isWritten = board(jobs, board -> board.change(board.move(), move));
    assertThat(isWritten).isTrue();
  }

  private void moveWithFiles(StorePair stores, @Nullable Boundary stop) {
    Dying dying = new Dying(stop, new AtomicBoolean());
    try (stores) {
      var unused =
          new RecordMove(
                  dying.mortal(stores.from()),
                  dying.mortal(stores.to()),
                  new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD),
                  new FilesMoveCarrier(dying, stores),
                  () -> false,
                  System::nanoTime)
              .move();
    }
  }

  @Test
  void recordsAreNotMovedBackWhileFilesAreMoved() {
    write(home, "one");
    forward(null);
    filesMove(other, Phase.COPYING, 2);
    assertThatThrownBy(() -> back(other))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("files are being moved");
    assertThat(state(other)).isEqualTo(State.OPEN);
    filesMove(other, Phase.FINISHED, 3);
    assertThat(back(other)).isInstanceOf(Ended.Moved.class);
  }

  /// It dies as soon as the new store is open.
  @Test
  void theNewStoreSaysWhereTheFilesAreBeforeItIsOpen() {
    write(home, "one");
    filesMove(home, Phase.FINISHED, 3);
    assertThatThrownBy(() -> moveWithFiles(StorePair.to(other, settings(home)), Boundary.ARRIVED))
        .isInstanceOf(Killed.class);
    assertThat(state(other)).isEqualTo(State.OPEN);
    assertThat(board(other, MoveBoard::move).orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void aLaterMoveOfFilesIsNotOverwritten() {
    write(home, "one");
    filesMove(home, Phase.FINISHED, 3);
    try (StorePair stores = StorePair.to(other, settings(home))) {
      stores.carryNotes();
      filesMove(other, Phase.COPYING, 5);
      stores.carryNotes();
    }
    assertThat(board(other, MoveBoard::move).orElseThrow().number()).isEqualTo(5);
  }

  @Test
  void aMoveOfFilesThatBeginsMeanwhileEndsTheMoveOfRecords() {
    write(home, "one");
    StorePair stores = StorePair.to(other, settings(home));
    filesMove(home, Phase.ANNOUNCED, 1);
    assertThatThrownBy(() -> moveWithFiles(stores, null)).isInstanceOf(InvalidSetting.class);
    assertThat(state(home)).as("it is not frozen any more").isEqualTo(State.OPEN);
  }

  @Test
  void aMoveThatHadLeftTheOldStoreIsEndedByAbort() {
    write(home, "one");
    assertThatThrownBy(() -> forward(Boundary.LEFT)).isInstanceOf(Killed.class);
    assertThat(state(home)).isEqualTo(State.MOVED);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    try (MoveReport report = new MoveReport(new Screen(printed, printed, 0), false)) {
      MoveRun run = new MoveRun(context, report, () -> false);
      run.abort(settings(home));
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("can be written again");
      write(home, "two");
      forward(null);
      assertThat(written(other)).containsExactlyInAnyOrder("one", "two");
      assertThatThrownBy(() -> run.abort(settings(home)))
          .isInstanceOf(MoveRefused.class)
          .hasMessageContaining("--back");
    }
  }

  @Test
  void whoMovedToAStoreWithoutServersIsToldOfNoSettings() {
    String aws = "doubtful:" + folder.resolve("other.db");
    write(home, "one");
    run(StorePair.to(aws, settings(home)), null);
    assertThatThrownBy(() -> back(home))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("no way back")
        .hasMessageNotContaining("TINTYPE_JOBS");
    assertThatThrownBy(
            () -> Backends.open(settings(home), InstantSource.system(), new SecureRandom()).close())
        .isInstanceOf(FolderUnusable.class)
        .hasMessageContaining("were moved to " + aws)
        .hasMessageContaining("no way back")
        .hasMessageNotContaining("TINTYPE_JOBS")
        .hasMessageNotContaining("--back");
  }

  @Test
  void aQueueElsewhereStays() {
    write(home, "one");
    String queue = "sqlite:" + folder.resolve("queue.db");
    DataFolder apart = new DataFolder(folder.resolve("data"), new Addresses("file:", home, queue));
    try (StorePair stores = StorePair.to(other, apart)) {
      assertThat(stores.queueAddress()).contains(queue);
    }
    String spelled = "sqlite:" + folder.resolve("data/../home.db");
    DataFolder together =
        new DataFolder(folder.resolve("data"), new Addresses("file:", home, spelled));
    try (StorePair stores = StorePair.to(other, together)) {
      assertThat(stores.queueAddress()).contains(other);
    }
  }
}
