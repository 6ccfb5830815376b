package dev.tintype.core.flow;

import dev.tintype.core.flow.relocate.FilesListener;
import dev.tintype.core.flow.relocate.FilesMove;
import dev.tintype.core.flow.relocate.FilesMove.Phase;
import dev.tintype.core.flow.relocate.Hosts;
import dev.tintype.core.flow.relocate.MoveBoard;
import dev.tintype.core.flow.relocate.MoveFiles;
import dev.tintype.core.flow.relocate.MovingStorage;
import dev.tintype.core.flow.relocate.MovingStorage.Layout;
import dev.tintype.core.flow.relocate.MovingStorage.Use;
import dev.tintype.core.flow.relocate.Relocation;
import dev.tintype.core.flow.relocate.Side;
import dev.tintype.core.flow.relocate.Throttle;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.hosts.MemoryHostNotes;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Storage;
import dev.tintype.core.state.VersionRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A platform whose one host follows a move of files, and the command that moves them. The host
/// looks at the move whenever the command waits.
final class FilesCase {

  static final String OLD = "file:/old";
  static final String NEW = "s3://new";
  static final String HOST = "web-1-0123456789ab/4711";

  final Platform platform;
  final MemoryStorage newOriginals;
  final MemoryStorage newVariants;
  final MoveBoard board;
  final Path folder;
  Consumer<String> hook = _ -> {};
  Set<String> gone = Set.of();
  boolean isHostAwake = true;
  Runnable looked = () -> {};
  private volatile Optional<FilesMove> acted = Optional.empty();

  FilesCase(Path folder) {
    this.folder = folder;
    this.platform = new Platform(folder);
    this.newOriginals = new MemoryStorage(platform.clock);
    this.newVariants = new MemoryStorage(platform.clock);
    this.board = new MoveBoard(new MemoryHostNotes(platform.clock));
    platform.stores =
        new Stores(
            platform.jobs,
            new MovingStorage(() -> layout(platform.originals, newOriginals)),
            new MovingStorage(() -> layout(platform.variants, newVariants)));
    look();
  }

  private Layout layout(Storage old, Storage filled) {
    if (acted.isEmpty()) {
      return Layout.only(old);
    }
    boolean isForward = acted.get().from().equals(OLD);
    Storage from = isForward ? old : filled;
    Storage to = isForward ? filled : old;
    return switch (acted.get().phase()) {
      case CLEARING -> new Layout(from, Optional.of(to), Use.CLEARED);
      case ANNOUNCED -> new Layout(from, Optional.of(to), Use.READ);
      case COPYING -> new Layout(from, Optional.of(to), Use.WRITTEN);
      case NONE -> Layout.only(old);
      case FINISHED -> Layout.only(to);
    };
  }

  /// The host reads the move and acknowledges it.
  void look() {
    acted = board.move();
    repeat();
    looked.run();
  }

  /// The host says again by which move it acts.
  void repeat() {
    board.say(HOST, List.of(OLD, NEW), acted.map(FilesMove::number).orElse(0L));
  }

  private void pass(Duration time) {
    platform.clock.advance(time);
    if (isHostAwake) {
      look();
    }
  }

  Side old() {
    return new Side(OLD, platform.originals, platform.variants);
  }

  Side filled() {
    return new Side(NEW, newOriginals, newVariants);
  }

  private FlowContext context() {
    return new FlowContext(
        platform.clock, new SeededSecureRandom(2), boundary -> hook.accept(boundary));
  }

  MoveFiles files(Side from, Side to) {
    return files(from, to, () -> false);
  }

  MoveFiles files(Side from, Side to, BooleanSupplier stopping) {
    return new MoveFiles(
        platform.jobs,
        from,
        to,
        new MoveFiles.Way(1, new Throttle(0, () -> 0, this::pass), folder),
        context(),
        FilesListener.NOBODY,
        stopping,
        this::pass);
  }

  MoveFiles files() {
    return files(old(), filled());
  }

  Relocation relocation(Side from, Side to) {
    return new Relocation(
        platform.jobs,
        board,
        new Hosts(board, _ -> false, gone, _ -> {}, () -> false, this::pass),
        from,
        to,
        files(from, to),
        context());
  }

  Relocation forward() {
    return relocation(old(), filled());
  }

  Relocation back() {
    return relocation(filled(), old());
  }

  /// @return a version whose files are stored
  VersionRecord ready() throws InterruptedException {
    VersionRecord record = platform.started();
    written().put(record.job().originalKey(), Platform.BYTES);
    new OriginalArrived(platform.stores, platform.queue, platform.context)
        .arrived(record.job().originalKey());
    while (platform.receive()) {
      platform.sweep();
    }
    return platform.stored(record);
  }

  /// @return where the host lets clients upload
  private MemoryStorage written() {
    boolean isToTheNewOne =
        acted
            .filter(move -> {
              boolean isBegun = move.phase() == Phase.COPYING || move.phase() == Phase.FINISHED;
              return move.to().equals(NEW) == isBegun;
            })
            .isPresent();
    return isToTheNewOne ? newOriginals : platform.originals;
  }

  /// The host sweeps until nothing is left to do.
  void settle() {
    try {
      platform.settle();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Kills the command when it reaches a boundary for the n-th time.
  void killAt(String boundary, int times) {
    int[] left = {times};
    hook =
        reached -> {
          if (reached.equals(boundary) && --left[0] == 0) {
            throw new Killed(boundary);
          }
        };
  }

  /// Does something once, when the command reaches a boundary.
  void once(String boundary, Runnable action) {
    hook =
        reached -> {
          if (Objects.equals(reached, boundary)) {
            hook = _ -> {};
            action.run();
          }
        };
  }
}
