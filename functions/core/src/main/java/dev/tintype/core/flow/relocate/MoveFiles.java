package dev.tintype.core.flow.relocate;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Sleeper;
import dev.tintype.core.port.JobStore;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Copies all files from one side to the other, or compares them, while everybody reads and writes.
/// Nothing is kept between two runs: a run lists both sides, and copies what is missing. So a
/// killed run costs the time of two lists.
public final class MoveFiles {

  private final JobStore jobs;
  private final Side from;
  private final Side to;
  private final Way way;
  private final FlowContext context;
  private final FilesListener listener;
  private final BooleanSupplier stopping;
  private final Sleeper sleeper;

  /// How files are moved.
  ///
  /// @param parallel how many folders at once, at least 1
  /// @param throttle spreads the bytes
  /// @param folder for files on their way
  public record Way(int parallel, Throttle throttle, Path folder) {}

  /// @param stopping whether the user asked to stop
  public MoveFiles(
      JobStore jobs,
      Side from,
      Side to,
      Way way,
      FlowContext context,
      FilesListener listener,
      BooleanSupplier stopping,
      Sleeper sleeper) {
    this.jobs = jobs;
    this.from = from;
    this.to = to;
    this.way = way;
    this.context = context;
    this.listener = listener;
    this.stopping = stopping;
    this.sleeper = sleeper;
  }

  /// Copies what is missing.
  ///
  /// @throws Interrupted when the user asked to stop; the next run goes on
  /// @throws dev.tintype.core.port.StoreUnavailable when a store did not answer for half a minute;
  ///   the next run goes on
  public Moved copy() throws Interrupted, InterruptedException {
    Tally tally = new Tally(listener);
    each(copying(tally));
    return tally.moved();
  }

  /// Reads every file on both sides.
  ///
  /// @throws Interrupted when the user asked to stop
  /// @throws dev.tintype.core.port.StoreUnavailable when a store did not answer for half a minute
  public Moved compare() throws Interrupted, InterruptedException {
    Tally tally = new Tally(listener);
    each(new CompareFolder(from, to, new Belongings(jobs, to), way.throttle(), tally));
    return tally.moved();
  }

  /// Deletes on the new side what belongs to images that are erased or being erased, and what only
  /// that side has and no record names. Hosts must delete on both sides, and read only the old one.
  ///
  /// @throws Interrupted when the user asked to stop; the next run goes on
  /// @throws dev.tintype.core.port.StoreUnavailable when a store did not answer for half a minute
  public Moved prune() throws Interrupted, InterruptedException {
    Tally tally = new Tally(listener);
    CopyFolder copy = copying(tally);
    each((part, folder) -> {
      List<Pair> known = folder.stream().filter(pair -> !pair.isOnlyOld()).toList();
      if (!known.isEmpty()) {
        copy.prune(part, known);
      }
    });
    return tally.moved();
  }

  private void each(FolderTask task) throws Interrupted, InterruptedException {
    new EachFolder(from, to, way.parallel(), stopping, sleeper).run(task);
  }

  private CopyFolder copying(Tally tally) {
    return new CopyFolder(
        from,
        to,
        new Belongings(jobs, to),
        new FetchedFiles(way.folder()),
        way.throttle(),
        tally,
        context.boundary(),
        stopping);
  }
}
