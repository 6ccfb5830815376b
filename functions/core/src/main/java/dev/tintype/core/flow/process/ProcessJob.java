package dev.tintype.core.flow.process;

import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Heartbeat;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.RenderTools;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.VersionWrites;
import dev.tintype.core.flow.WorkFolders.Work;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.Attempt;
import dev.tintype.core.state.Claim;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.trace.Tracing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Processes one message: claim the version, make every variant, write the result. Any worker may
/// repeat it at any time, because the record's epoch decides which write counts.
///
/// One call at a time per renderer.
public final class ProcessJob {

  private static final int GIVE_BACK_TRIES = 5;

  /// Between two looks at a store that refuses every write.
  private static final Duration FROZEN_PAUSE = Duration.ofSeconds(2);

  private final Stores stores;
  private final Messages messages;
  private final RenderTools renderTools;
  private final FlowContext context;
  private final VersionWrites writes;
  private final MakeVariants makeVariants;
  private final Supersede supersede;

  /// @param sender sends the messages of retries and of successors
  public ProcessJob(Stores stores, JobSender sender, RenderTools renderTools, FlowContext context) {
    this.stores = stores;
    this.messages = new Messages(sender);
    this.renderTools = renderTools;
    this.context = context;
    this.writes = new VersionWrites(stores.jobs());
    this.makeVariants = new MakeVariants(stores, renderTools, context);
    this.supersede = new Supersede(stores.jobs(), sender, context);
  }

  /// Processes one message. If the job's record cannot be read, the job is left to a worker of the
  /// release that wrote it.
  ///
  /// @param receiveCount how often the message was delivered, from 1; it only sets the delay of
  ///   retries that cannot be recorded
  /// @throws InterruptedException when the worker is stopped; a claimed version has been released
  public Verdict process(Message message, int receiveCount) throws InterruptedException {
    try {
      return Contention.turns(() -> tryToClaim(message))
          .orElseGet(() -> new Verdict.RetryAfter(Duration.ofSeconds(5)));
    } catch (StoreUnavailable e) {
      FlowLog.event("process.unavailable", message).cause(e).warning();
      return new Verdict.RetryAfter(Schedule.backoff(receiveCount));
    } catch (UnreadableRecord e) {
      FlowLog.unreadable(e.unreadable());
      return new Verdict.RetryAfter(Duration.ofMinutes(1));
    }
  }

  /// @return absent when another process wrote first
  private Optional<Verdict> tryToClaim(Message message) throws InterruptedException {
    JobStore.Subject subject = stores.jobs().subject(message.imageId(), message.version());
    ImageRecord image = subject.image().orElse(null);
    VersionRecord record = subject.version().orElse(null);
    if (image == null || !image.isLive() || record == null) {
      FlowLog.event("process.unknown", message).info();
      return Optional.of(new Verdict.Done());
    }
    Optional<VersionRecord> late = arrivedLate(record);
    if (late.isPresent()) {
      writes.write(record, late.get());
      return Optional.empty();
    }
    String owner = renderTools.folders().owner(context.freshName());
    Claim claim = Claim.of(record, owner, context.now());
    return switch (claim) {
      case Claim.HeldElsewhere held -> Optional.of(new Verdict.Busy(held.until()));
      case Claim.NotYet notYet -> Optional.of(new Verdict.Busy(notYet.at()));
      case Claim.AlreadyFinished _ -> Optional.of(new Verdict.Done());
      case Claim.Granted _, Claim.Ended _ when isOfAnotherRevision(record) ->
          supersede.supersede(image, record, renderTools.renderRevision());
      case Claim.Ended ended -> ended(record, ended.record());
      case Claim.Granted granted -> traced(record, granted.record(), owner);
    };
  }

  /// Checks an expired version whose original may have arrived late. The message says so; storage
  /// must confirm it.
  private Optional<VersionRecord> arrivedLate(VersionRecord record) {
    boolean isThere =
        record.state().isEnd()
            && Upload.awaits(record)
            && stores.originals().head(record.job().originalKey()).isPresent();
    return isThere ? Upload.arrived(record, context.now()) : Optional.empty();
  }

  private boolean isOfAnotherRevision(VersionRecord record) {
    return !record.job().renderRevision().equals(renderTools.renderRevision());
  }

  private Optional<Verdict> ended(VersionRecord before, VersionRecord after) {
    if (!writes.write(before, after)) {
      return Optional.empty();
    }
    context.boundary().reached(StepBoundary.ENDED);
    FlowLog.event("process.ended", after).warning();
    return Optional.of(new Verdict.Done(Optional.of(after)));
  }

  /// Joins the trace of the request that created the version. One that was created without a trace
  /// begins one here.
  private Optional<Verdict> traced(VersionRecord before, VersionRecord claimed, String owner)
      throws InterruptedException {
    Tracing tracing = context.tracing();
    try (Tracing.Span span = tracing.begin("process", Tracing.Kind.CONSUMER, before.trace())) {
      span.with("tintype.image", claimed.job().imageId().value())
          .with("tintype.version", claimed.job().version().value())
          .with("tintype.attempt", Integer.toString(claimed.attempts()));
      if (!isWritten(before, claimed)) {
        return Optional.empty();
      }
      Verdict verdict = claimed(claimed, owner, span);
      if (verdict instanceof Verdict.Done(Optional<VersionRecord> ended)) {
        ended.ifPresent(record -> end(span, record));
      }
      return Optional.of(verdict);
    }
  }

  private static void end(Tracing.Span span, VersionRecord record) {
    span.with("tintype.state", record.state().code());
    if (record.state() instanceof Failed failed) {
      span.failed(failed.reason().code());
    }
  }

  private boolean isWritten(VersionRecord before, VersionRecord claimed) {
    try (Tracing.Span _ = context.tracing().begin("claim")) {
      return writes.write(before, claimed);
    }
  }

  private Verdict claimed(VersionRecord claimed, String owner, Tracing.Span span)
      throws InterruptedException {
    context.boundary().reached(StepBoundary.CLAIMED);
    FlowLog.event("process.claimed", claimed).info();
    Instant began = context.now();
    Lease lease = new Lease(stores.jobs(), messages, context.clock(), claimed);
    try (Heartbeat.Beating _ = renderTools.heartbeat().every(Schedule.RENEWAL, lease::renew);
        Work work = renderTools.folders().open(owner)) {
      if (!writes.isLive(claimed)) {
        return new Verdict.Done();
      }
      VersionRecord written = makeVariants.make(lease, work);
      FlowLog.event("process.written", written)
          .with("ms", Duration.between(began, context.now()).toMillis())
          .info();
      return followUp(written);
    } catch (LeaseLost e) {
      FlowLog.event("process.lease_lost", claimed).cause(e).warning();
      span.failed("the lease was lost");
      return giveBack(lease, "the lease was lost");
    } catch (StoreFrozen e) {
      FlowLog.event("process.frozen", claimed).cause(e).warning();
      span.failed("the records are being moved");
      return waitOut(lease, e);
    } catch (StoreUnavailable e) {
      FlowLog.event("process.unavailable", claimed).cause(e).warning();
      span.failed(String.valueOf(e.getMessage()));
      return giveBack(lease, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      FlowLog.event("process.no_work_folder", claimed).cause(e).error();
      span.failed("no work folder");
      return giveBack(lease, "no work folder");
    } catch (InterruptedException e) {
      release(lease);
      throw e;
    }
  }

  private Verdict followUp(VersionRecord written) {
    if (written.state() instanceof Queued) {
      context.boundary().reached(StepBoundary.RETRIED);
    } else if (written.state().isEnd()) {
      context.boundary().reached(StepBoundary.ENDED);
      return new Verdict.Done(Optional.of(written));
    }
    return new Verdict.Done();
  }

  /// Records the retry while this worker is alive. If the lease expired instead, it would count as
  /// a death.
  private Verdict giveBack(Lease lease, String detail) throws InterruptedException {
    for (int i = 0; i < GIVE_BACK_TRIES; i++) {
      try {
        return followUp(lease.write(record -> Attempt.retried(record, detail, context.now())));
      } catch (LeaseLost _) {
        return new Verdict.Done();
      } catch (StoreUnavailable e) {
        FlowLog.event("process.not_given_back", lease.record()).cause(e).warning();
        renderTools.sleeper().await(Duration.ofSeconds(1L << i));
      }
    }
    return new Verdict.RetryAfter(Schedule.backoff(lease.record().attempts()));
  }

  /// Waits until the store can be written again, and then releases the version: the attempt is not
  /// counted. Nobody can take the lease before, however long it takes.
  private Verdict waitOut(Lease lease, StoreFrozen first) throws InterruptedException {
    StoreFrozen last = first;
    while (!last.isForGood()) {
      renderTools.sleeper().await(FROZEN_PAUSE);
      try {
        return followUp(lease.write(record -> Attempt.released(record, context.now())));
      } catch (LeaseLost _) {
        return new Verdict.Done();
      } catch (StoreFrozen e) {
        last = e;
      } catch (StoreUnavailable e) {
        FlowLog.event("process.not_given_back", lease.record()).cause(e).warning();
      }
    }
    return new Verdict.RetryAfter(Schedule.backoff(lease.record().attempts()));
  }

  private void release(Lease lease) {
    try {
      lease.write(record -> Attempt.released(record, context.now()));
    } catch (LeaseLost | StoreUnavailable e) {
      FlowLog.event("process.not_released", lease.record()).cause(e).warning();
    }
  }
}
