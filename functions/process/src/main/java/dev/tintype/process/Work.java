package dev.tintype.process;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.tintype.aws.QueueBodyReader;
import dev.tintype.aws.QueueBodyReader.QueueBody;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.process.Verdict;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Schedule;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Processes one message, from its text to the answer for the queue.
final class Work {

  private static final Logger LOGGER = System.getLogger("dev.tintype.process");
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final QueueBodyReader bodies;
  private final OriginalArrived arrived;
  private final JobSender sender;
  private final JobTools tools;
  private final Postponement postponement;
  private final OutcomeMetrics outcomes;
  private final InstantSource clock;

  Work(
      QueueBodyReader bodies,
      OriginalArrived arrived,
      JobSender sender,
      JobTools tools,
      Postponement postponement,
      OutcomeMetrics outcomes,
      InstantSource clock) {
    this.bodies = bodies;
    this.arrived = arrived;
    this.sender = sender;
    this.tools = tools;
    this.postponement = postponement;
    this.outcomes = outcomes;
    this.clock = clock;
  }

  /// @param left the time until Lambda ends this invocation
  /// @return whether the message may be deleted; otherwise its visibility timeout has been set and
  ///   it comes back
  boolean on(SQSMessage message, Duration left) {
    int receiveCount =
        Integer.parseInt(message.getAttributes().getOrDefault("ApproximateReceiveCount", "1"));
    Verdict verdict = verdict(message.getBody(), receiveCount, left);
    return switch (verdict) {
      case Verdict.Done _ -> true;
      case Verdict.RetryAfter retry -> postponed(message, retry.delay());
      case Verdict.Busy busy -> postponed(message, Duration.between(clock.instant(), busy.until()));
    };
  }

  private boolean postponed(SQSMessage message, Duration delay) {
    Duration positive = delay.isNegative() ? Duration.ZERO : delay;
    postponement.postpone(
        Objects.toString(message.getEventSourceArn(), ""),
        message.getReceiptHandle(),
        positive.compareTo(LONGEST) < 0 ? positive : LONGEST);
    return false;
  }

  private Verdict verdict(String body, int receiveCount, Duration left) {
    try {
      return switch (bodies.read(body)) {
        case QueueBody.Job job -> process(job.message(), receiveCount, left);
        case QueueBody.Arrivals arrivals -> arrivals(arrivals, receiveCount, left);
        case QueueBody.Unreadable unreadable -> {
          FlowLog.event("receive.unreadable").detail(unreadable.why()).error();
          yield new Verdict.Done();
        }
      };
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, "event=process.unavailable", e);
      return new Verdict.RetryAfter(Schedule.backoff(receiveCount));
    } catch (UnreadableRecord e) {
      FlowLog.unreadable(e.unreadable());
      return new Verdict.RetryAfter(Duration.ofMinutes(1));
    } catch (InterruptedException e) {
      LOGGER.log(Level.WARNING, "event=process.interrupted", e);
      Thread.currentThread().interrupt();
      return new Verdict.RetryAfter(Duration.ZERO);
    }
  }

  /// Processes a single waiting version at once. Several versions get one message each, so that
  /// several workers share them.
  private Verdict arrivals(QueueBody.Arrivals arrivals, int receiveCount, Duration left)
      throws InterruptedException {
    for (String why : arrivals.ignored()) {
      FlowLog.event("arrival.ignored").detail(why).info();
    }
    List<Message> waiting = new ArrayList<>();
    arrivals.keys().forEach(key -> waiting.addAll(arrived.wake(key)));
    if (waiting.size() == 1) {
      return process(waiting.getFirst(), receiveCount, left);
    }
    waiting.forEach(message -> sender.send(message, Lane.FRESH, Duration.ZERO));
    return new Verdict.Done();
  }

  private Verdict process(Message message, int receiveCount, Duration left)
      throws InterruptedException {
    if (left.compareTo(JobTools.LEAST) < 0) {
      return new Verdict.RetryAfter(Duration.ZERO);
    }
    ProcessJob job = tools.job(left);
    Verdict verdict = job.process(message, receiveCount);
    outcomes.count(message, verdict);
    return verdict;
  }
}
