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

/// The messages of versions, in the lanes that their records name. Where a message is not part of
/// the transaction that queues its version, as [Commits] decides, it is sent after the record is
/// written. If sending fails then, the sweeper finds the record later and sends the message.
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

  /// @param delay none if it is negative, and at most [JobSender#LONGEST_DELAY]: the clock may be
  ///   set between the two readings that it comes from
  public static Sending sending(VersionRecord record, String cause, Duration delay) {
    return new Sending(of(record, cause), record.lane(), withinRange(delay));
  }

  private static Duration withinRange(Duration delay) {
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    return delay.compareTo(JobSender.LONGEST_DELAY) > 0 ? JobSender.LONGEST_DELAY : delay;
  }

  /// @return the message, to be sent at once, of a version that is queued; none of another
  public static List<Sending> ifQueued(VersionRecord record, String cause) {
    return record.state() instanceof Queued
        ? List.of(sending(record, cause, Duration.ZERO))
        : List.of();
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
