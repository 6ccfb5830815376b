package dev.tintype.core.flow.sweep;

import dev.tintype.core.Version;
import dev.tintype.core.flow.Commits;
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
import dev.tintype.core.state.VersionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes a notification due now: one that is in the outbox, or once more one that was accepted. The
/// receiver knows it by its id. Notifications that are overdue come before it.
public final class Redeliver {

  private final JobStore jobs;
  private final FlowContext context;
  private final Commits commits;

  /// @param jobs holds the outbox and the images
  public Redeliver(JobStore jobs, FlowContext context) {
    this.jobs = jobs;
    this.context = context;
    this.commits = new Commits(jobs);
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
    if (waiting.isPresent()) {
      return sooner(waiting.get(), now).map(Lookup.Found::new);
    }
    Optional<Again> again = again(id);
    return again.isPresent()
        ? added(again.get(), now).map(Lookup.Found::new)
        : Optional.of(new Lookup.Unknown<>());
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

  /// A row that is made again.
  ///
  /// @param row as it was at first
  /// @param proof writes that are refused when the outcome is not true any more
  private record Again(Outcome row, List<Write> proof) {}

  private Optional<Outcome> added(Again again, Instant now) {
    Outcome due = again.row().dueAt(now);
    List<Write> writes = new ArrayList<>(again.proof());
    writes.add(new Write.AddOutcome(due));
    return commits.commit(new Change(writes)) ? Optional.of(due) : Optional.empty();
  }

  private Optional<Again> again(String id) {
    return Outcomes.subject(id)
        .flatMap(subject ->
            jobs.image(subject.imageId()).flatMap(image -> again(image, subject.version())))
        .filter(again -> again.row().id().equals(id));
  }

  private Optional<Again> again(ImageRecord image, Optional<Version> version) {
    return version.isPresent()
        ? Optional.of(image)
            .filter(ImageRecord::isLive)
            .flatMap(_ -> jobs.version(image.id(), version.get()))
            .flatMap(ended -> Outcomes.of(ended).map(row -> new Again(row, proof(image, ended))))
        : erased(image).map(row -> new Again(row, List.of()));
  }

  private static List<Write> proof(ImageRecord image, VersionRecord ended) {
    return List.of(
        new Write.PutVersion(Optional.of(ended), ended.touched()),
        new Write.PutImage(Optional.of(image), image.touched()));
  }

  private static Optional<Outcome> erased(ImageRecord image) {
    return image.life() instanceof Life.Erased erased
        ? Optional.of(Outcomes.erased(image, erased.at()))
        : Optional.empty();
  }
}
