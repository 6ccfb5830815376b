package dev.tintype.core.flow;

import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.VersionRecord;
import java.time.Duration;

/// Sends the message of a version whose record already says that it is queued, in the lane that the
/// record names. If sending fails, the sweeper finds the record later and sends the message.
public final class Messages {

  private final JobSender sender;

  public Messages(JobSender sender) {
    this.sender = sender;
  }

  /// @return whether it was sent
  public boolean send(VersionRecord record, String cause, Duration delay) {
    Message message = of(record, cause);
    try {
      sender.send(message, record.lane(), delay.isNegative() ? Duration.ZERO : delay);
      return true;
    } catch (StoreUnavailable e) {
      FlowLog.event("message.not_sent", message).cause(e).warning();
      return false;
    }
  }

  public static Message of(VersionRecord record, String cause) {
    return new Message(record.job().imageId(), record.job().version(), cause);
  }
}
