package dev.tintype.core.flow;

/// Hears of every boundary between two steps of a flow: the places where a process may die and
/// nothing may be lost. In production nobody listens; a test may kill the process there. Called on
/// the thread that does the step, which for published files is any of several.
@FunctionalInterface
public interface StepBoundary {

  /// An image and its first version were created.
  String UPLOAD_STARTED = "upload.started";

  /// An upload permission was written, and not handed out yet.
  String UPLOAD_PERMITTED = "upload.permitted";

  /// An arrival was told to the workers.
  String ARRIVAL_SENT = "arrival.sent";

  /// A worker wrote its claim.
  String CLAIMED = "process.claimed";

  /// The original is in the work folder, verified.
  String FETCHED = "process.fetched";

  /// A step that is held against the original was recorded.
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

  /// The version was written `queued` again, its message not sent yet.
  String RETRIED = "process.retried";

  /// The message was acknowledged.
  String ACKNOWLEDGED = "receive.acknowledged";

  /// The sweeper sent a message and has not written so yet.
  String SWEEP_SENT = "sweep.sent";

  /// The sweeper wrote a version.
  String SWEEP_WRITTEN = "sweep.written";

  /// One left-over file was deleted.
  String LEFTOVER_DELETED = "sweep.leftover";

  /// A dead letter was recorded.
  String DEAD_LETTER_RECORDED = "deadletter.recorded";

  /// A new version was written, its message not sent yet.
  String REPROCESS_WRITTEN = "reprocess.written";

  /// A new run was written, its message not sent yet.
  String REDRIVEN = "redrive.written";

  /// The tombstone was written.
  String ENTOMBED = "erase.entombed";

  /// One file of an image that is being erased was deleted.
  String ERASE_DELETED = "erase.deleted";

  /// When to delete again was written, the versions not removed yet.
  String ERASE_SCHEDULED = "erase.scheduled";

  /// The versions were removed.
  String ERASE_REMOVED = "erase.removed";

  /// The tombstone for ever and its outcome were written.
  String ERASED = "erase.erased";

  /// Somebody was told of an outcome, its row not removed yet.
  String TOLD = "notify.told";

  /// The row of an outcome was removed or delayed.
  String NOTIFY_WRITTEN = "notify.written";

  /// Nobody listens.
  StepBoundary UNHEARD = _ -> {};

  /// A boundary was reached.
  ///
  /// @param boundary one of the names here
  void reached(String boundary);
}
