package dev.tintype.server.data;

import dev.tintype.core.flow.relocate.FilesMove;
import dev.tintype.core.flow.relocate.FilesMove.Phase;
import dev.tintype.core.flow.relocate.HostMark;
import dev.tintype.core.flow.relocate.MoveBoard;
import dev.tintype.core.port.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Reads how far a move of files is, and says that this process acts by it: every two seconds while
/// files are moved, and every ten seconds otherwise, so that idle processes cost little. A process
/// says that it is there before it reads the move, and says goodbye when it ends.
final class StorageWatch implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration LOOK_WHEN_IDLE = Duration.ofSeconds(10);
  private static final Duration FORGOTTEN = Duration.ofDays(7);

  private final MoveBoard board;
  private final ProcessName process;
  private final List<String> storages;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<FilesMove> move;
  private boolean isDown;

  /// Reads the move, and goes on reading it.
  ///
  /// @param storages the names of the storages that this process knows
  /// @throws StoreUnavailable when the job store does not answer
  StorageWatch(MoveBoard board, ProcessName process, List<String> storages) {
    this.board = board;
    this.process = process;
    this.storages = List.copyOf(storages);
    forgetDead();
    board.say(process.text(), storages, 0);
    this.move = board.move();
    acknowledge();
    this.thread = Thread.ofPlatform().daemon().name("storage-watch").start(this::run);
  }

  /// Processes of this host that were killed said no goodbye.
  private void forgetDead() {
    board.hosts().stream()
        .filter(mark -> process.isDead(mark.name()) || mark.age().compareTo(FORGOTTEN) > 0)
        .forEach(mark -> board.forget(mark.name()));
  }

  /// @return the move as this process acts by it
  Optional<FilesMove> move() {
    return move;
  }

  private boolean isKnown(FilesMove now) {
    return now.phase() == Phase.NONE
        || storages.contains(now.to()) && (!now.isUnderWay() || storages.contains(now.from()));
  }

  /// @return what keeps this process from knowing where the files are, if anything does
  Optional<String> complaint() {
    return move.filter(now -> !isKnown(now)).map(StorageWatch::explanation);
  }

  static String explanation(FilesMove move) {
    return move.isUnderWay()
        ? "The files are being moved from %s to %s: start this host with both, as TINTYPE_STORAGE and TINTYPE_STORAGE_NEXT."
            .formatted(move.from(), move.to())
        : "The files were moved to %s: set TINTYPE_STORAGE to it.".formatted(move.to());
  }

  /// Says by which move this process acts. It never does so for a move whose storages it does not
  /// know.
  private void acknowledge() {
    board.say(
        process.text(), storages, move.filter(this::isKnown).map(FilesMove::number).orElse(0L));
  }

  private void run() {
    try {
      Duration quiet = Duration.ZERO;
      while (true) {
        Duration pause = move.filter(FilesMove::isUnderWay).isPresent() ? LOOK : LOOK_WHEN_IDLE;
        if (ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        quiet = quiet.plus(pause);
        boolean isRepeat = quiet.compareTo(HostMark.REPEAT) >= 0;
        look(isRepeat);
        quiet = isRepeat ? Duration.ZERO : quiet;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The outermost code of this thread: after any exception the next look follows.
  private void look(boolean isRepeat) {
    try {
      Optional<FilesMove> now = board.move();
      if (!now.equals(move)) {
        changed(now);
      } else if (isRepeat) {
        acknowledge();
      }
      isDown = false;
    } catch (StoreUnavailable e) {
      if (!isDown) {
        LOGGER.log(Level.WARNING, () -> "event=storage.unwatched detail=\"" + e + '"');
      }
      isDown = true;
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "event=storage.unwatched", e);
    }
  }

  private void changed(Optional<FilesMove> now) {
    move = now;
    LOGGER.log(Level.INFO, () -> "event=storage.move " + now.map(StorageWatch::line).orElse(""));
    complaint()
        .ifPresent(wrong ->
            LOGGER.log(Level.ERROR, () -> "event=storage.unknown detail=\"" + wrong + '"'));
    acknowledge();
  }

  private static String line(FilesMove now) {
    return "phase=%s from=%s to=%s".formatted(now.phase().code(), now.from(), now.to());
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    try {
      board.forget(process.text());
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, () -> "event=storage.no_goodbye detail=\"" + e + '"');
    }
  }
}
