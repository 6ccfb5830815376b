package dev.tintype.core.flow;

import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Sends the message of a version whose record already says that it is queued, in the lane that the
/// record names. If sending fails, the sweeper finds the record later and sends the message.
public final class Messages {

  private final JobSender sender;

  public Messages(JobSender sender) {
    this.sender = sender;
  }

  JobSender sender() {
    return sender;
  }

  /// @return whether it was sent
  public boolean send(VersionRecord record, String cause, Duration delay) {
    return send(sending(record, cause, delay));
  }

  boolean send(Sending sending) {
    try {
      sender.send(sending.message(), sending.lane(), sending.delay());
      return true;
    } catch (StoreUnavailable e) {
      FlowLog.event("message.not_sent", sending.message()).cause(e).warning();
      return false;
    }
  }

  /// @param delay none if it is negative
  public static Sending sending(VersionRecord record, String cause, Duration delay) {
    return new Sending(
        of(record, cause), record.lane(), delay.isNegative() ? Duration.ZERO : delay);
  }

  /// @return the message of a version that is to be tried again, if the record says so: it comes
  ///   when the pause is over
  public static List<Sending> retries(VersionRecord record, Instant now) {
    return record.state() instanceof Queued queued
        ? List.of(sending(record, "retry", Duration.between(now, queued.notBefore())))
        : List.of();
  }

  public static Message of(VersionRecord record, String cause) {
    return new Message(record.job().imageId(), record.job().version(), cause);
  }
}
