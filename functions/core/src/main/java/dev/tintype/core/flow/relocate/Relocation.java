package dev.tintype.core.flow.relocate;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.relocate.FilesMove.Phase;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Storage;
import dev.tintype.core.state.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The steps of a move of files from one side to the other. Each is written in the job store, and
/// every process acts by it before the next one is taken. A command may end at any point; the same
/// command goes on.
public final class Relocation {

  /// By how much clocks may differ.
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private final JobStore jobs;
  private final MoveBoard board;
  private final Hosts hosts;
  private final Side from;
  private final Side to;
  private final MoveFiles files;
  private final FlowContext context;

  /// @param files moves files from the one side to the other
  public Relocation(
      JobStore jobs,
      MoveBoard board,
      Hosts hosts,
      Side from,
      Side to,
      MoveFiles files,
      FlowContext context) {
    this.jobs = jobs;
    this.board = board;
    this.hosts = hosts;
    this.from = from;
    this.to = to;
    this.files = files;
    this.context = context;
  }

  /// How a step ended.
  public sealed interface Ended {
    /// Everything is on the new side; nothing was to be done.
    record Already() implements Ended {}

    /// A move the other way was announced and had not begun. It is called off.
    record CalledOff() implements Ended {}

    /// All files were looked at.
    ///
    /// @param moved what was done
    record Passed(Moved moved) implements Ended {}
  }

  /// Announces the move, lets everybody write to the new side, and copies everything.
  ///
  /// @throws Refused when the files cannot be moved as things are; nothing is lost
  /// @throws Interrupted when the user asked to stop
  /// @throws dev.tintype.core.port.StoreUnavailable when a store does not answer
  public Ended copy() throws Interrupted, InterruptedException {
    Optional<FilesMove> last = board.move();
    if (isAlready(last)) {
      return new Ended.Already();
    }
    if (last.filter(FilesMove::isUnderWay).filter(this::isBack).isPresent()) {
      FilesMove other = last.get();
      if (other.phase() == Phase.CLEARING || other.phase() == Phase.ANNOUNCED) {
        change(last, other.next(Phase.FINISHED, from.name(), to.name(), context.now()));
        return new Ended.CalledOff();
      }
      change(last, other.next(Phase.COPYING, from.name(), to.name(), context.now()));
    } else if (last.filter(FilesMove::isUnderWay).isEmpty()) {
      announce(last);
    }
    settle();
    Moved moved = files.copy();
    context.boundary().reached(Boundaries.EQUAL);
    return new Ended.Passed(moved);
  }

  private boolean isAlready(Optional<FilesMove> last) {
    return last.filter(move -> move.isFinished() && move.to().equals(to.name())).isPresent();
  }

  private boolean isBack(FilesMove move) {
    return move.leads(to.name(), from.name());
  }

  private void announce(Optional<FilesMove> last) {
    Optional<FilesMove> finished = last.filter(FilesMove::isFinished);
    if (finished.filter(move -> !move.to().equals(from.name())).isPresent()) {
      throw new Refused(
          "The files are in %s since the last move, and not in %s: no setting names that storage."
              .formatted(finished.get().to(), from.name()));
    }
    boolean hadFiles = finished.filter(this::isBack).isPresent();
    Phase phase = hadFiles ? Phase.CLEARING : Phase.ANNOUNCED;
    FilesMove next =
        last.map(move -> move.next(phase, from.name(), to.name(), context.now()))
            .orElseGet(() -> FilesMove.first(from.name(), to.name(), context.now()));
    hosts.mustKnow(next);
    if (!hadFiles) {
      mustBeEmpty(to.originals());
      mustBeEmpty(to.variants());
    }
    change(last, next);
    context.boundary().reached(hadFiles ? Boundaries.CLEARING : Boundaries.ANNOUNCED);
  }

  private void mustBeEmpty(Storage storage) {
    storage.list("", Optional.empty(), 1).stream()
        .findFirst()
        .ifPresent(object -> {
          throw new Refused(
              "The new storage must be empty, but %s holds %s.".formatted(to.name(), object.key()));
        });
  }

  /// Brings the move to the point where every process writes to the new side.
  private FilesMove settle() throws Interrupted, InterruptedException {
    FilesMove move = mine();
    hosts.await(move);
    if (move.phase() == Phase.CLEARING) {
      files.prune();
      FilesMove announced = move.next(Phase.ANNOUNCED, context.now());
      change(Optional.of(move), announced);
      context.boundary().reached(Boundaries.ANNOUNCED);
      hosts.await(announced);
      move = announced;
    }
    if (move.phase() == Phase.ANNOUNCED) {
      FilesMove copying = move.next(Phase.COPYING, context.now());
      change(Optional.of(move), copying);
      context.boundary().reached(Boundaries.SWITCHED);
      hosts.await(copying);
      move = copying;
    }
    if (move.settledAt().isEmpty()) {
      FilesMove settled = move.settled(context.now());
      change(Optional.of(move), settled);
      context.boundary().reached(Boundaries.SETTLED);
      move = settled;
    }
    return move;
  }

  /// @throws Refused when no move this way is under way
  public void mustBeUnderWay() {
    var _ = mine();
  }

  /// Forgets a finished move: the setting alone says where files are. Its number stays, so that no
  /// process has acknowledged the next move by an earlier one.
  ///
  /// @throws Refused when a move is under way, or another command changes it
  public static void forget(MoveBoard board, Instant now) {
    Optional<FilesMove> last = board.move();
    if (last.filter(FilesMove::isUnderWay).isPresent()) {
      throw new Refused("A move is under way: end it with --finish, or with --back and --finish.");
    }
    if (last.filter(FilesMove::isFinished).isPresent()) {
      change(board, last, last.get().next(Phase.NONE, now));
    }
  }

  private FilesMove mine() {
    return board
        .move()
        .filter(FilesMove::isUnderWay)
        .filter(move -> move.leads(from.name(), to.name()))
        .orElseThrow(() ->
            new Refused("No move from %s to %s is under way.".formatted(from.name(), to.name())));
  }

  private void change(Optional<FilesMove> before, FilesMove next) {
    change(board, before, next);
  }

  private static void change(MoveBoard board, Optional<FilesMove> before, FilesMove next) {
    if (!board.change(before, next)) {
      throw new Refused("Another command moves the files at the same time: run this one again.");
    }
  }

  /// Copies what arrived late, and lets everybody use only the new side.
  ///
  /// @return already done, or what the last pass did
  /// @throws Refused when uploads may still arrive on the old side, or files are not right
  /// @throws Interrupted when the user asked to stop
  /// @throws dev.tintype.core.port.StoreUnavailable when a store does not answer
  public Ended finish() throws Interrupted, InterruptedException {
    Optional<FilesMove> last = board.move();
    if (isAlready(last)) {
      hosts.await(last.orElseThrow());
      return new Ended.Already();
    }
    FilesMove move = mine();
    if (move.phase() != Phase.COPYING) {
      throw new Refused("The files are not copied yet: run the command without --finish first.");
    }
    FilesMove settled = settle();
    mustBeUploaded(settled.settledAt().orElseThrow());
    Moved moved = files.copy();
    if (moved.wrong() > 0) {
      return new Ended.Passed(moved);
    }
    FilesMove finished = settled.next(Phase.FINISHED, context.now());
    change(Optional.of(settled), finished);
    context.boundary().reached(Boundaries.FINISHED);
    hosts.await(finished);
    return new Ended.Passed(moved);
  }

  /// What has arrived may wait for a worker still, and is copied by the last pass.
  private boolean isStored(String key) {
    return to.originals().head(key).or(() -> from.originals().head(key)).isPresent();
  }

  /// A permission that was signed before every host knew the new side leads to the old one. It
  /// lasts a quarter of an hour, and its upload an hour more.
  private void mustBeUploaded(Instant settledAt) {
    Instant end = settledAt.plus(Schedule.PERMISSION).plus(Schedule.SLOWEST_UPLOAD).plus(CLOCKS);
    if (context.now().isAfter(end)) {
      return;
    }
    AtomicLong waiting = new AtomicLong();
    jobs.eachAwaited(version -> {
      if (!version.job().createdAt().isAfter(settledAt.plus(CLOCKS))
          && !isStored(version.job().originalKey())) {
        waiting.incrementAndGet();
      }
    });
    if (waiting.get() > 0) {
      throw new Refused(
          "%d versions still wait for uploads to the old storage: finish when they have arrived, or after %s."
              .formatted(waiting.get(), end));
    }
  }
}
