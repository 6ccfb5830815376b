package dev.tintype.core.flow.sweep;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.Outcomes;
import java.time.Instant;
import java.util.Optional;

/// Makes a notification due now: one that is in the outbox, or once more one that was accepted. The
/// receiver knows it by its id. Notifications that are overdue come before it.
public final class Redeliver {

  private final JobStore jobs;
  private final FlowContext context;

  /// @param jobs holds the outbox and the images
  public Redeliver(JobStore jobs, FlowContext context) {
    this.jobs = jobs;
    this.context = context;
  }

  /// @param id the id of an outcome
  /// @return the row of the outbox; unknown when the row is not there, and no image or version has
  ///   this outcome any more
  /// @throws UnreadableRecord when a record cannot be read
  /// @throws StoreUnavailable when it is unknown whether the row was written; calling again is safe
  public Tried<Outcome> redeliver(String id) {
    Tried<Outcome> due = Contention.request(() -> turn(id));
    due.found()
        .ifPresent(
            row -> FlowLog.event("notify.redelivered", row.imageId()).with("id", row.id()).info());
    return due;
  }

  /// @return absent when another process wrote first
  private Optional<Tried<Outcome>> turn(String id) {
    Instant now = context.now();
    Optional<Outcome> waiting = jobs.outcome(id);
    return waiting.isPresent()
        ? sooner(waiting.get(), now).map(Lookup.Found::new)
        : Optional.of(
            madeAgain(id, now)
                .<Tried<Outcome>>map(Lookup.Found::new)
                .orElseGet(Lookup.Unknown::new));
  }

  /// The due instant always changes, so that a notification under way, which began before this,
  /// neither removes nor postpones the row when it ends.
  private Optional<Outcome> sooner(Outcome row, Instant now) {
    Instant before = row.dueAt().minusNanos(1);
    Outcome due = row.dueAt(before.isBefore(now) ? before : now);
    return jobs.commit(Change.of(new Write.DelayOutcome(row, due)))
        ? Optional.of(due)
        : Optional.empty();
  }

  private Optional<Outcome> madeAgain(String id, Instant now) {
    Optional<Outcome> again =
        Outcomes.subject(id)
            .flatMap(subject -> outcome(subject.imageId(), subject.version()))
            .filter(outcome -> outcome.id().equals(id))
            .map(outcome -> outcome.dueAt(now));
    again.ifPresent(row -> jobs.commit(Change.of(new Write.AddOutcome(row))));
    return again;
  }

  private Optional<Outcome> outcome(ImageId id, Optional<Version> version) {
    Optional<ImageRecord> image = jobs.image(id);
    return version.isPresent()
        ? image
            .filter(ImageRecord::isLive)
            .flatMap(_ -> jobs.version(id, version.get()))
            .flatMap(Outcomes::of)
        : image.flatMap(Redeliver::erased);
  }

  private static Optional<Outcome> erased(ImageRecord image) {
    return image.life() instanceof Life.Erased erased
        ? Optional.of(Outcomes.erased(image, erased.at()))
        : Optional.empty();
  }
}
