package dev.tintype.chaos;

import dev.tintype.chaos.stack.Orders.Deed;
import dev.tintype.chaos.stack.Small;
import dev.tintype.core.Format;
import dev.tintype.core.flow.StepBoundary;
import java.util.ArrayList;
import java.util.List;

/// One boundary, and how a run reaches it.
///
/// @param name of the run
/// @param boundary the boundary's name
/// @param victim the kind of process that crosses it
/// @param deed the action there
/// @param errand the task of the platform
record Scenario(String name, String boundary, Victim victim, Deed deed, Errand errand) {

  /// The kind of process that gets the orders.
  enum Victim {
    WORKER,
    SERVER
  }

  /// The task of the platform for each image.
  enum Errand {
    /// An upload.
    UPLOAD,
    /// An upload whose permission is requested twice.
    UPLOAD_ASKED_TWICE,
    /// An upload of a truncated original.
    TRUNCATED,
    /// An upload while storage sometimes fails.
    UPLOAD_WITH_FAULTS,
    /// An upload whose worker died after its claim; the sweeper ends the lease.
    UPLOAD_WHOSE_WORKER_DIED,
    /// Another version of a ready image, under another recipe.
    REPROCESS,
    /// The erasure of a ready image.
    ERASE
  }

  /// @return whether the scenario also exists on AWS. There S3 itself announces arrivals, and the
  ///   function starts its own renderer, which the harness cannot kill
  boolean happensOnAws() {
    return deed == Deed.HALT && !boundary.equals(StepBoundary.ARRIVAL_SENT);
  }

  /// Every boundary that a stack of real processes reaches within minutes.
  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (String boundary :
        List.of(
            StepBoundary.CLAIMED,
            StepBoundary.FETCHED,
            StepBoundary.DECODING,
            StepBoundary.RENDERED)) {
      all.add(worker(boundary, Errand.UPLOAD));
    }
    for (int size : List.of(32, 64)) {
      for (Format format : Small.RECIPE.formats().all()) {
        all.add(worker(StepBoundary.PUBLISHED + size + "." + format.extension(), Errand.UPLOAD));
      }
    }
    all.add(worker(StepBoundary.MANIFEST_PUBLISHED, Errand.UPLOAD));
    all.add(worker(StepBoundary.FINISHED, Errand.UPLOAD));
    all.add(worker(StepBoundary.ACKNOWLEDGED, Errand.UPLOAD));
    all.add(worker(StepBoundary.ENDED, Errand.TRUNCATED));
    all.add(worker(StepBoundary.RETRIED, Errand.UPLOAD_WITH_FAULTS));
    all.add(
        new Scenario(
            "renderer killed while it decodes",
            StepBoundary.DECODING,
            Victim.WORKER,
            Deed.KILL_RENDERER,
            Errand.UPLOAD));
    all.add(server(StepBoundary.UPLOAD_STARTED, Errand.UPLOAD));
    all.add(server(StepBoundary.UPLOAD_PERMITTED, Errand.UPLOAD_ASKED_TWICE));
    all.add(server(StepBoundary.ARRIVAL_SENT, Errand.UPLOAD));
    all.add(server(StepBoundary.TOLD, Errand.UPLOAD));
    all.add(server(StepBoundary.NOTIFY_WRITTEN, Errand.UPLOAD));
    all.add(server(StepBoundary.SWEEP_WRITTEN, Errand.UPLOAD_WHOSE_WORKER_DIED));
    all.add(server(StepBoundary.REPROCESS_WRITTEN, Errand.REPROCESS));
    for (String boundary :
        List.of(
            StepBoundary.ENTOMBED,
            StepBoundary.ERASE_DELETED,
            StepBoundary.ERASE_SCHEDULED,
            StepBoundary.ERASE_REMOVED)) {
      all.add(server(boundary, Errand.ERASE));
    }
    return all;
  }

  private static Scenario worker(String boundary, Errand errand) {
    return new Scenario(boundary, boundary, Victim.WORKER, Deed.HALT, errand);
  }

  private static Scenario server(String boundary, Errand errand) {
    return new Scenario(boundary, boundary, Victim.SERVER, Deed.HALT, errand);
  }
}
