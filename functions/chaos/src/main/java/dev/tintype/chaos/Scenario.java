package dev.tintype.chaos;

import dev.tintype.chaos.stack.Orders.Deed;
import dev.tintype.core.Format;
import dev.tintype.core.flow.StepBoundary;
import java.util.ArrayList;
import java.util.List;

/// One boundary, and how a run comes across it.
///
/// @param name of the run
/// @param boundary the boundary's name
/// @param victim who crosses it
/// @param deed what happens there
/// @param errand what is asked of the platform
record Scenario(String name, String boundary, Victim victim, Deed deed, Errand errand) {

  /// Whose orders they are.
  enum Victim {
    WORKER,
    SERVER
  }

  /// What is asked of the platform for each image.
  enum Errand {
    /// An upload.
    UPLOAD,
    /// An upload whose permission is asked for twice.
    UPLOAD_ASKED_TWICE,
    /// An upload that is cut short.
    TRUNCATED,
    /// An upload, while storage fails now and then.
    UPLOAD_WITH_FAULTS,
    /// An upload whose worker died after its claim: the sweeper takes it back.
    UPLOAD_WHOSE_WORKER_DIED,
    /// Another version of a ready image, under another recipe.
    REPROCESS,
    /// The erasure of a ready image.
    ERASE
  }

  /// @return whether it happens on AWS too: there S3 tells the queue of arrivals, and a renderer is
  ///   the function's own, which nothing of the harness stands before
  boolean happensOnAws() {
    return deed == Deed.HALT && !boundary.equals(StepBoundary.ARRIVAL_SENT);
  }

  /// Every boundary that a stack of real processes comes across within minutes.
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
      for (Format format : Format.values()) {
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
