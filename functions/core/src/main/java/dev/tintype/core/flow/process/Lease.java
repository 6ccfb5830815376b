package dev.tintype.core.flow.process;

import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.VersionWrites;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.Attempt;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Processing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// Owns the record of a claimed version. The worker and the heartbeat both write through it. It
/// serialises their writes and sends the epoch of the last one with each. Safe for use by many
/// threads.
final class Lease {

  private final JobStore jobs;
  private final VersionWrites writes;
  private final Messages messages;
  private final InstantSource clock;
  private final String owner;
  private final ReentrantLock lock = new ReentrantLock();
  private VersionRecord held;
  private boolean lost;

  /// @param messages sends that of a version which is to be tried again
  Lease(JobStore jobs, Messages messages, InstantSource clock, VersionRecord claimed) {
    this.jobs = jobs;
    this.writes = new VersionWrites(jobs);
    this.messages = messages;
    this.clock = clock;
    this.owner = holding(claimed);
    this.held = claimed;
  }

  private static String holding(VersionRecord record) {
    return record.state() instanceof Processing processing ? processing.owner() : "";
  }

  /// @return the record as last written or read
  VersionRecord record() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  /// Extends the lease. When the store does not answer, the lease is not lost yet, because it still
  /// has time. When another write is under way, nothing needs to be done: that write renews or ends
  /// the lease.
  void renew() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (!lost && !held.state().isEnd()) {
        if (!writes.isLive(held)) {
          throw new LeaseLost("the image is being erased");
        }
        write(record -> Attempt.renewed(record, now()));
      }
    } catch (LeaseLost e) {
      FlowLog.event("lease.lost", held).cause(e).warning();
    } catch (StoreUnavailable | UnreadableRecord e) {
      FlowLog.event("lease.not_renewed", held).cause(e).warning();
    } finally {
      lock.unlock();
    }
  }

  /// Records that a step begins. This also renews the lease.
  void begin(Step step) throws LeaseLost {
    write(record -> Attempt.stepped(record, step, now()));
  }

  /// @throws LeaseLost when another worker may hold the lease
  void mustHold() throws LeaseLost {
    lock.lock();
    try {
      if (lost) {
        throw new LeaseLost("another holds it");
      }
      if (!(held.state() instanceof Processing processing) || !now().isBefore(processing.until())) {
        throw new LeaseLost("it was not renewed in time");
      }
    } finally {
      lock.unlock();
    }
  }

  /// @return whether no other worker may hold the lease
  boolean holds() {
    try {
      mustHold();
      return true;
    } catch (LeaseLost _) {
      return false;
    }
  }

  /// Writes the record that follows the current one. If the answer is lost, the owner's name in the
  /// stored record tells whether the write was ours.
  ///
  /// @return the written record
  /// @throws LeaseLost when another process wrote, or the image is being erased
  /// @throws StoreUnavailable when it is unknown whether the record is written; the lease may still
  ///   be held
  VersionRecord write(UnaryOperator<VersionRecord> transition) throws LeaseLost {
    lock.lock();
    try {
      return writeOrLose(transition);
    } finally {
      lock.unlock();
    }
  }

  private VersionRecord writeOrLose(UnaryOperator<VersionRecord> transition) throws LeaseLost {
    Optional<VersionRecord> written = Contention.turns(() -> tryToWrite(transition));
    lost = written.isEmpty();
    return written.orElseThrow(() -> new LeaseLost("another wrote"));
  }

  private Optional<VersionRecord> tryToWrite(UnaryOperator<VersionRecord> transition)
      throws LeaseLost {
    if (lost) {
      throw new LeaseLost("another wrote");
    }
    VersionRecord next = transition.apply(held);
    if (!writes.write(held, next, messages, Messages.retries(next, now()))) {
      refresh();
      return Optional.empty();
    }
    held = next;
    return Optional.of(next);
  }

  private void refresh() {
    VersionRecord stored = jobs.version(held.job().imageId(), held.job().version()).orElse(null);
    if (stored == null || !holding(stored).equals(owner) || !writes.isLive(stored)) {
      lost = true;
    } else {
      held = stored;
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }
}
