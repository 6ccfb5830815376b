package dev.tintype.cli.migrate;

import dev.tintype.core.flow.migrate.Discard;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The old and the new store of a move, and the queue that goes with the new one.
public final class StorePair implements AutoCloseable {

  private final Opening opening;
  private final RecordTransfer from;
  private final RecordTransfer to;
  private final Addresses settings;

  private StorePair(Opening opening, RecordTransfer from, RecordTransfer to, Addresses settings) {
    this.opening = opening;
    this.from = from;
    this.to = to;
    this.settings = settings;
  }

  /// Opens what the settings name and another store, making the other one where it is not there.
  ///
  /// @param address of the new store
  public static StorePair to(String address, DataFolder folder) {
    Opening opening = opening(folder);
    return orClosed(
        opening,
        () -> {
          FilesNote.mustNotMove(folder.addresses().jobs(), opening);
          return new StorePair(
              opening,
              transfer(folder.addresses().jobs(), opening),
              transfer(address, opening),
              folder.addresses());
        });
  }

  /// @throws InvalidSetting when files are being moved
  void mustNotMoveFiles() {
    FilesNote.mustNotMove(from.name(), opening);
  }

  /// Lets the new store say where a move of files left the files, as the old one does, unless it
  /// knows of a later one, and which keys verify receipts. To be called before it is open.
  ///
  /// @throws dev.tintype.core.flow.relocate.Refused when another process writes that at the same
  ///   time
  void carryNotes() {
    CarriedNotes.carry(from.name(), to.name(), opening);
  }

  /// Opens both stores of a move that is to be taken back: the settings name the open store that a
  /// move filled, or one of the stores of a `--back` that has begun or ended.
  ///
  /// @throws InvalidSetting when there is nothing to take back from there; it says what to do
  public static StorePair back(DataFolder folder) {
    Opening opening = opening(folder);
    return orClosed(
        opening,
        () -> {
          StorePair pair = back(folder, opening);
          if (pair.from.mark().state() != State.MOVED) {
            pair.mustNotMoveFiles();
          }
          return pair;
        });
  }

  private static StorePair back(DataFolder folder, Opening opening) {
    RecordTransfer here = transfer(folder.addresses().jobs(), opening);
    Mark mark = here.mark();
    boolean isToOrigin = mark.origin().filter(mark.other()::equals).isPresent();
    Addresses settings = folder.addresses();
    return switch (mark.state()) {
      case OPEN ->
          mark.other().isEmpty()
              ? new StorePair(opening, here, existing(origin(here, mark), opening), settings)
              : new StorePair(opening, cameFrom(here, mark, opening), here, settings);
      case FROZEN -> {
        if (!isToOrigin) {
          throw new InvalidSetting(
              "A move to %s is under way: finish it with --jobs-to %1$s, or end it with --abort."
                  .formatted(mark.other()));
        }
        yield new StorePair(opening, here, existing(mark.other(), opening), settings);
      }
      case MOVED -> {
        RecordTransfer there = existing(mark.other(), opening);
        if (!isToOrigin) {
          throw left(there.mark().state(), mark.other());
        }
        yield new StorePair(opening, here, there, settings);
      }
      case FILLING -> {
        RecordTransfer there = existing(mark.other(), opening);
        if (there.mark().origin().filter(here.name()::equals).isEmpty()) {
          throw new InvalidSetting(
              "A move from %s to %s is under way: finish it with the settings of %1$s and --jobs-to %2$s."
                  .formatted(mark.other(), here.name()));
        }
        yield new StorePair(opening, there, here, settings);
      }
    };
  }

  /// Opens a store that an unfinished move was filling, and the one that it was filled from.
  ///
  /// @param address of the store that is to be emptied
  /// @throws dev.tintype.core.flow.relocate.Refused when no move was filling it
  public static StorePair filling(String address, DataFolder folder) {
    Opening opening = opening(folder);
    return orClosed(
        opening,
        () -> {
          RecordTransfer store = existing(address, opening);
          String from = Discard.filling(store).other();
          return new StorePair(opening, existing(from, opening), store, folder.addresses());
        });
  }

  private static String origin(RecordTransfer here, Mark mark) {
    return mark.origin()
        .orElseThrow(() ->
            new InvalidSetting(
                "The records of " + here.name() + " were never moved: --back has no way."));
  }

  /// @return the store that an earlier `--back` left
  private static RecordTransfer cameFrom(RecordTransfer here, Mark mark, Opening opening) {
    RecordTransfer there = existing(mark.other(), opening);
    if (there.mark().state() != State.MOVED) {
      throw new InvalidSetting(
          "The records are back in %s: there is nothing to move.".formatted(here.name()));
    }
    return there;
  }

  private static InvalidSetting left(State there, String other) {
    if (there == State.FILLING) {
      return new InvalidSetting(
          "A move to %s is under way: finish it with --jobs-to %1$s, or end it with --abort."
              .formatted(other));
    }
    boolean canServe = Providers.of(JobsProvider.class, other).canServe();
    return new InvalidSetting(
        !canServe
            ? "The records were moved to %s, and there is no way back from there.".formatted(other)
            : "The records were moved to %s: run --back with TINTYPE_JOBS and TINTYPE_QUEUE set to that store."
                .formatted(other));
  }

  /// Opens a store that a mark names. None is made where it is gone.
  static RecordTransfer existing(String address, Opening opening) {
    if (!Providers.of(JobsProvider.class, address).isThere(address, opening)) {
      throw new InvalidSetting(address + " is not there. Nothing was changed.");
    }
    return transfer(address, opening);
  }

  /// Opens the store that the settings name.
  static RecordTransfer settingsStore(DataFolder folder, Opening opening) {
    return transfer(folder.addresses().jobs(), opening);
  }

  static Opening opening(DataFolder folder) {
    return new Opening(folder.root(), InstantSource.system(), new SecureRandom());
  }

  private interface Opener {
    StorePair open();
  }

  private static StorePair orClosed(Opening opening, Opener opener) {
    try {
      return opener.open();
    } catch (RuntimeException e) {
      opening.close();
      throw e;
    }
  }

  private static RecordTransfer transfer(String address, Opening opening) {
    try {
      return Providers.of(JobsProvider.class, address)
          .transfer(address, opening)
          .orElseThrow(() ->
              new InvalidSetting("The records of " + address + " cannot be moved by 'migrate'."));
    } catch (IllegalStateException e) {
      throw new InvalidSetting(e.getMessage() + ".", e);
    }
  }

  RecordTransfer from() {
    return from;
  }

  RecordTransfer to() {
    return to;
  }

  /// @return the queue to use with the new store: in the same database, if the old one was in that
  ///   of the old store, and else the same as before. Absent where no server runs on the new store
  Optional<String> queueAddress() {
    if (!Providers.of(JobsProvider.class, to.name()).canServe()) {
      return Optional.empty();
    }
    return Optional.of(isQueueInOldStore() ? to.name() : settings.queue());
  }

  private boolean isQueueInOldStore() {
    String queue = settings.queue();
    String scheme = from.name().substring(0, from.name().indexOf(':') + 1);
    return queue.startsWith(scheme) && transfer(queue, opening).name().equals(from.name());
  }

  /// @return what of the new store's server may lose answered writes, or hinders it otherwise
  List<Fact> doubts() {
    return Providers.of(JobsProvider.class, to.name()).examine(to.name()).stream()
        .filter(fact -> !fact.isWell())
        .toList();
  }

  Optional<JobQueue> queue() {
    return queueAddress()
        .map(address -> Providers.of(QueueProvider.class, address).queue(address, opening));
  }

  @Override
  public void close() {
    opening.close();
  }
}
