package dev.tintype.core.flow.sweep;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
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

/// Sends a notification again: at once if it is in the outbox, and once more if it was accepted.
/// The receiver knows it by its id.
public final class Redeliver {

  private final JobStore jobs;
  private final FlowContext context;

  /// @param jobs holds the outbox and the images
  public Redeliver(JobStore jobs, FlowContext context) {
    this.jobs = jobs;
    this.context = context;
  }

  /// @param id the id of an outcome
  /// @return the row of the outbox; absent when the row is not there, and no image or version has
  ///   this outcome any more
  /// @throws UnreadableRecord when a record cannot be read
  /// @throws StoreUnavailable when it is unknown whether the row was written; calling again is safe
  public Optional<Outcome> redeliver(String id) {
    Instant now = context.now();
    Optional<Outcome> waiting = jobs.outcome(id).map(row -> row.dueAt(now));
    waiting.ifPresent(row -> jobs.commit(Change.of(new Write.DelayOutcome(row))));
    Optional<Outcome> sent = waiting.or(() -> madeAgain(id, now));
    sent.ifPresent(
        row -> FlowLog.event("notify.redelivered", row.imageId()).with("id", row.id()).info());
    return sent;
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
