package dev.tintype.core.flow.sweep;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.erase.EraseFiles;
import dev.tintype.core.flow.erase.ErasureTerms;
import dev.tintype.core.flow.sweep.SweepTurn.Lane;
import dev.tintype.core.flow.sweep.SweepTurn.Progress;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.JobStore.DueWork;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.Erasure.Stage;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life.Erasing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Finds every record that is due and acts on it: lost messages, expired leases, missing uploads,
/// leftover files, erasures and unsent notifications. Safe to run at any time and by several
/// processes at once.
public final class Sweep {

  /// How long an image may be due before its copies are forgotten in a batch that is not full.
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

  private final Stores stores;
  private final FlowContext context;
  private final EraseFiles eraseFiles;
  private final ForgetCopies forgetCopies;
  private final Notify notify;
  private final VersionPass versionPass;
  private final Postpone postpone;
  private final SweepLog log;

  /// A sweep on a platform whose erasures have no receipts.
  public Sweep(
      Stores stores, JobSender sender, EdgeCache edge, Notify notify, FlowContext context) {
    this(stores, sender, edge, ErasureTerms.PLAIN, notify, context);
  }

  /// @param sender sends new messages
  /// @param edge forgets the copies of erased files
  /// @param terms what erasures depend on
  /// @param notify notifies of outcomes
  public Sweep(
      Stores stores,
      JobSender sender,
      EdgeCache edge,
      ErasureTerms terms,
      Notify notify,
      FlowContext context) {
    this.stores = stores;
    this.context = context;
    this.eraseFiles = new EraseFiles(stores, terms, context);
    this.notify = notify;
    this.postpone = new Postpone(stores.jobs(), context);
    this.log = new SweepLog(context.clock());
    this.forgetCopies = new ForgetCopies(stores.jobs(), edge, context, log);
    this.versionPass = new VersionPass(stores, sender, context);
  }

  /// The result of one sweep.
  ///
  /// @param found how many records were due
  /// @param done how many of them were advanced
  /// @param more whether more records may be due now
  /// @param unreadable how many due records cannot be read, at most 1,000 of each kind
  public record Swept(int found, int done, boolean more, int unreadable) {
    /// The result of a sweep without unreadable records.
    public Swept(int found, int done, boolean more) {
      this(found, done, more, 0);
    }
  }

  /// Sweeps all kinds without a deadline, as [#sweep(int, Set, Instant)] does.
  ///
  /// @param limit the most records of each kind, 1 to 1,000
  /// @throws StoreUnavailable when the job store does not answer
  public Swept sweep(int limit) {
    return sweep(limit, EnumSet.allOf(DueKind.class), Instant.MAX);
  }

  /// Sweeps all kinds in rounds until nothing more is due or the deadline has come.
  ///
  /// @param limit the most records of each kind in one round, 1 to 1,000. What becomes due
  ///   meanwhile is seen in the next round
  /// @param deadline no record is begun at or after this instant
  /// @return the sums of all rounds; for unreadable records, the number of the last round
  /// @throws StoreUnavailable when the job store does not answer
  public Swept rounds(int limit, Instant deadline) {
    int found = 0;
    int done = 0;
    Swept swept;
    do {
      swept = sweep(limit, EnumSet.allOf(DueKind.class), deadline);
      found += swept.found();
      done += swept.done();
    } while (swept.more() && context.clock().instant().isBefore(deadline));
    return new Swept(found, done, swept.more(), swept.unreadable());
  }

  /// Runs one sweep. The kinds share its time. A record that fails is postponed with a growing
  /// delay, so that it does not hold up the others. A record that cannot be read stays unchanged.
  /// What is not reached before the deadline stays due and comes first in the next sweep.
  ///
  /// @param limit the most records of each kind, 1 to 1,000
  /// @param kinds the kinds to sweep
  /// @param deadline no record is begun at or after this instant; one that was begun may take some
  ///   more calls
  /// @throws StoreUnavailable when the job store does not answer
  public Swept sweep(int limit, Set<DueKind> kinds, Instant deadline) {
    DueWork due = stores.jobs().due(context.now(), limit, kinds);
    due.unreadable().forEach(log::unreadable);
    SweepTurn turn = new SweepTurn(log, context.clock(), deadline);
    add(
        turn,
        DueKind.VERSION,
        due.versions(),
        limit,
        record -> versionPass.pass(record, turn::isOnTime),
        postpone::version);
    CopiesBatch copies = addImages(turn, due.images(), limit);
    add(turn, DueKind.OUTCOME, due.outcomes(), limit, notify::tell, postpone::outcome);
    turn.take();
    boolean isFull =
        due.versions().size() == limit
            || due.images().size() == limit
            || due.outcomes().size() == limit;
    boolean more = turn.progress().cleared() > 0 && (isFull || turn.isCutShort());
    if (!more) {
      copies.close();
      turn.take();
    }
    int found = due.versions().size() + due.images().size() + due.outcomes().size();
    boolean isLate = turn.isCutShort() && !turn.isOnTime();
    return new Swept(found, turn.progress().done(), more || isLate, due.unreadable().size());
  }

  private static <T> void add(
      SweepTurn turn,
      DueKind kind,
      List<T> things,
      int limit,
      Predicate<T> action,
      Consumer<T> afterFailure) {
    Lane lane = turn.lane(kind, things.size() < limit);
    things.forEach(thing ->
        lane.add(
            () -> action.test(thing) ? Progress.ADVANCED : Progress.NONE,
            () -> afterFailure.accept(thing)));
  }

  private static boolean awaitsCopies(ImageRecord image) {
    return image.life() instanceof Erasing erasing && Erasure.stage(erasing) == Stage.COPIES;
  }

  /// Without this, a backlog of another kind that never ends would keep a batch open for ever.
  private boolean hasWaitedLong(ImageRecord image) {
    Instant longAgo = context.now().minus(LONGEST_WAIT);
    return image.dueAt().filter(due -> due.isBefore(longAgo)).isPresent();
  }

  /// The edge cache has a separate lane, because it may be slow while the storage is not.
  private CopiesBatch addImages(SweepTurn turn, List<ImageRecord> images, int limit) {
    CopiesBatch copies = new CopiesBatch(forgetCopies, turn.lane(DueKind.IMAGE, true), limit);
    List<ImageRecord> files = new ArrayList<>();
    for (ImageRecord image : images) {
      if (awaitsCopies(image)) {
        copies.add(image);
      } else {
        files.add(image);
      }
    }
    if (images.stream().filter(Sweep::awaitsCopies).anyMatch(this::hasWaitedLong)) {
      copies.close();
    }
    int most = images.size() < limit ? limit : files.size();
    add(
        turn,
        DueKind.IMAGE,
        files,
        most,
        image -> eraseFiles.pass(image, turn::isOnTime, copies::add),
        postpone::image);
    return copies;
  }
}
