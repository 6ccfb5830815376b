package dev.tintype.core.flow.process;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.VersionWrites;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.DueAction;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import java.util.Optional;

/// Records a dead letter in the job store, so that redrive and alarms have one place to look. An
/// outage may be the cause, so the version does not fail at once: the dead letter counts as one
/// attempt, and the version is queued again with a growing delay until its attempts are used up.
public final class RetireDeadLetter {

  private final Stores stores;
  private final Messages messages;
  private final FlowContext context;
  private final VersionWrites writes;

  /// @param sender sends the next message
  public RetireDeadLetter(Stores stores, JobSender sender, FlowContext context) {
    this.stores = stores;
    this.messages = new Messages(sender);
    this.context = context;
    this.writes = new VersionWrites(stores.jobs());
  }

  /// Records the dead letter. The caller may delete it after this returns.
  ///
  /// @param body the text of the message
  /// @throws StoreUnavailable when it could not be recorded; calling again is safe
  public void retire(String body) {
    try {
      retire(Message.parse(body));
    } catch (MalformedJson e) {
      FlowLog.event("deadletter.unreadable").cause(e).error();
    } catch (UnreadableRecord e) {
      // When the record is due, the sweeper of a release that can read it takes over.
      FlowLog.unreadable(e.unreadable());
    }
  }

  private void retire(Message message) {
    Optional<VersionRecord> found =
        stores
            .jobs()
            .image(message.imageId())
            .filter(ImageRecord::isLive)
            .flatMap(_ -> stores.jobs().version(message.imageId(), message.version()));
    if (found.isEmpty()) {
      FlowLog.event("deadletter.unknown", message).warning();
      return;
    }
    VersionRecord before = found.get();
    Optional<VersionRecord> after = DueAction.afterDeadLetter(before, context.now());
    if (after.isEmpty()
        || !writes.write(
            before, after.get(), messages, Messages.retries(after.get(), context.now()))) {
      FlowLog.event("deadletter.ignored", before).warning();
      return;
    }
    context.boundary().reached(StepBoundary.DEAD_LETTER_RECORDED);
    FlowLog.event("deadletter.recorded", after.get()).error();
  }
}
