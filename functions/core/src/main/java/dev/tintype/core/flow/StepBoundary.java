package dev.tintype.core.flow;

/// Called at every boundary between two steps of a flow. The process may die at any of them and
/// nothing may be lost. Production uses [#UNHEARD]; a test may kill the process there. It runs on
/// the thread that does the step; files are published on several threads.
@FunctionalInterface
public interface StepBoundary {

  /// An image and its first version were created.
  String UPLOAD_STARTED = "upload.started";

  /// An upload permission was written and is not handed out yet.
  String UPLOAD_PERMITTED = "upload.permitted";

  /// A version was written `queued` because its client said that the original is stored, and its
  /// message was sent, or is left to the sweeper.
  String UPLOAD_CONFIRMED = "upload.confirmed";

  /// The message about an arrived original was sent; that of a version that had expired may be left
  /// to the sweeper.
  String ARRIVAL_SENT = "arrival.sent";

  /// A worker wrote its claim.
  String CLAIMED = "process.claimed";

  /// The original is in the work folder, verified.
  String FETCHED = "process.fetched";

  /// A step whose death counts against the original was recorded.
  String DECODING = "process.decoding";

  /// Every variant is in the work folder.
  String RENDERED = "process.rendered";

  /// One variant was published; its name follows, as in `process.published:640.avif`.
  String PUBLISHED = "process.published:";

  /// The manifest was published.
  String MANIFEST_PUBLISHED = "process.manifest";

  /// The version was written `ready`, with its outcome.
  String FINISHED = "process.finished";

  /// The version was written `failed` or `superseded`.
  String ENDED = "process.ended";

  /// The version was written `queued` again, and its message was sent, or is left to the sweeper.
  String RETRIED = "process.retried";

  /// The message was acknowledged.
  String ACKNOWLEDGED = "receive.acknowledged";

  /// The sweeper sent a message and has not recorded it yet.
  String SWEEP_SENT = "sweep.sent";

  /// The sweeper, or whoever takes over the work of a dead worker, wrote a version. If it is queued
  /// again, its message was sent, or is left to the sweeper.
  String SWEEP_WRITTEN = "sweep.written";

  /// One leftover file was deleted.
  String LEFTOVER_DELETED = "sweep.leftover";

  /// A dead letter was recorded. If its version is queued again, its message was sent, or is left
  /// to the sweeper.
  String DEAD_LETTER_RECORDED = "deadletter.recorded";

  /// A new version was written, and its message was sent, or is left to the sweeper.
  String REPROCESS_WRITTEN = "reprocess.written";

  /// A focal point was written with the versions that depend on it, and their messages were sent,
  /// or are left to the sweeper.
  String FOCUS_WRITTEN = "focus.written";

  /// A version was written `retired`, and its files are not deleted yet.
  String RETIRED = "retire.written";

  /// A decision to show an earlier version was written.
  String ROLLED_BACK = "rollback.written";

  /// A new run was written, and its message was sent, or is left to the sweeper.
  String REDRIVEN = "redrive.written";

  /// The tombstone was written.
  String ENTOMBED = "erase.entombed";

  /// Files of an image in erasure were deleted.
  String ERASE_DELETED = "erase.deleted";

  /// Public files of an image in erasure were found. This is written, and they are not deleted yet.
  String ERASE_FOUND = "erase.found";

  /// Objects of an image in erasure were counted. This is written, and they are not deleted yet.
  String ERASE_COUNTED = "erase.counted";

  /// The files are deleted. This is written, and the edge cache is not asked yet.
  String ERASE_COPIES = "erase.copies";

  /// The edge cache accepted the request to forget the copies, and this is not written yet.
  String ERASE_FORGOTTEN = "erase.forgotten";

  /// The time of the next pass was written, and the versions are not removed yet.
  String ERASE_SCHEDULED = "erase.scheduled";

  /// The versions were removed.
  String ERASE_REMOVED = "erase.removed";

  /// It was written that the look through the public URL did not show that every file is gone.
  String ERASE_LOOKED = "erase.looked";

  /// The final tombstone and its outcome were written.
  String ERASED = "erase.erased";

  /// The receiver accepted an outcome, and its row is not removed yet.
  String TOLD = "notify.told";

  /// The row of an outcome was removed or postponed.
  String NOTIFY_WRITTEN = "notify.written";

  /// Does nothing.
  StepBoundary UNHEARD = _ -> {};

  /// Called at a boundary.
  ///
  /// @param boundary one of the names here
  void reached(String boundary);
}
