package dev.tintype.core.flow.relocate;

import dev.tintype.core.flow.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Waits until every process acts by a move.
///
/// A process that says nothing for two minutes may be cut off from the job store and still answer
/// requests, so it is not left out by itself: the user must say that it is gone. If it was only
/// standing still, its jobs' leases have ended, so nothing that it writes afterwards counts.
public final class Hosts {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final MoveBoard board;
  private final Predicate<String> isDead;
  private final Set<String> gone;
  private final HostsListener listener;
  private final BooleanSupplier stopping;
  private final Sleeper sleeper;

  /// @param isDead whether this machine knows that a process has ended
  /// @param gone the names of processes that the user says are gone
  public Hosts(
      MoveBoard board,
      Predicate<String> isDead,
      Set<String> gone,
      HostsListener listener,
      BooleanSupplier stopping,
      Sleeper sleeper) {
    this.board = board;
    this.isDead = isDead;
    this.gone = Set.copyOf(gone);
    this.listener = listener;
    this.stopping = stopping;
    this.sleeper = sleeper;
  }

  /// @return the processes that are there, without those that are gone
  public List<HostMark> present() {
    List<HostMark> present = new ArrayList<>();
    for (HostMark mark : board.hosts()) {
      if (isDead.test(mark.name()) || mark.isSilent() && gone.contains(mark.name())) {
        board.forget(mark.name());
      } else {
        present.add(mark);
      }
    }
    return present;
  }

  /// @throws Refused when a process does not know both storages, or does not answer; it is named
  void mustKnow(FilesMove move) {
    for (HostMark mark : present()) {
      check(mark, move);
    }
  }

  private static void check(HostMark mark, FilesMove move) {
    if (mark.isSilent()) {
      throw new Refused(
          "The process %s has not answered for %d minutes: start its host again, or, if it is gone for good, say --gone %s."
              .formatted(mark.name(), mark.age().toMinutes(), mark.name()));
    }
    if (!mark.knows(move)) {
      throw new Refused(
          "The process %s does not know both storages: start its host with the settings TINTYPE_STORAGE and TINTYPE_STORAGE_NEXT."
              .formatted(mark.name()));
    }
  }

  /// Waits until every process has acknowledged a move.
  ///
  /// @throws Refused when a process cannot, or does not answer; it is named
  /// @throws Interrupted when the user asked to stop
  public void await(FilesMove move) throws Interrupted, InterruptedException {
    while (true) {
      List<HostMark> missing =
          present().stream().filter(mark -> mark.acts() < move.number()).toList();
      if (missing.isEmpty()) {
        return;
      }
      Optional<HostMark> wrong =
          missing.stream().filter(mark -> mark.isSilent() || !mark.knows(move)).findFirst();
      wrong.ifPresent(mark -> check(mark, move));
      listener.waiting(missing.stream().map(HostMark::name).toList());
      if (stopping.getAsBoolean()) {
        throw new Interrupted();
      }
      sleeper.await(LOOK);
    }
  }
}
