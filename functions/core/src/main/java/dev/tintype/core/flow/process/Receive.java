package dev.tintype.core.flow.process;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Heartbeat;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.upload.QueuedEvents;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Schedule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Receives one message, processes it and answers the queue. For hosts that poll.
public final class Receive {

  private static final Duration VISIBILITY = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /// A message of a newer release is left to the newer workers of a rolling upgrade for so long.
  private static final Duration UNTIL_NEWER = Duration.ofMinutes(1);

  private static final Duration EXTENSION = Duration.ofSeconds(40);

  private final JobReceiver receiver;
  private final ProcessJob processJob;
  private final Heartbeat heartbeat;
  private final FlowContext context;
  private final Set<Lane> lanes;
  private final Optional<QueuedEvents> events;

  /// @param receiver the queue
  /// @param processJob processes messages
  /// @param heartbeat extends the message's visibility timeout during the work
  public Receive(
      JobReceiver receiver, ProcessJob processJob, Heartbeat heartbeat, FlowContext context) {
    this(receiver, processJob, heartbeat, context, EnumSet.allOf(Lane.class), Optional.empty());
  }

  private Receive(
      JobReceiver receiver,
      ProcessJob processJob,
      Heartbeat heartbeat,
      FlowContext context,
      Set<Lane> lanes,
      Optional<QueuedEvents> events) {
    this.receiver = receiver;
    this.processJob = processJob;
    this.heartbeat = heartbeat;
    this.context = context;
    this.lanes = lanes;
    this.events = events;
  }

  /// @return the same, for a worker that leaves bulk messages to others
  public Receive onlyFresh() {
    return new Receive(receiver, processJob, heartbeat, context, EnumSet.of(Lane.FRESH), events);
  }

  /// @param queued handles what the storage puts into the queue
  /// @return the same, for a queue that the storage may send to as well
  public Receive withEvents(QueuedEvents queued) {
    return new Receive(receiver, processJob, heartbeat, context, lanes, Optional.of(queued));
  }

  /// @param wait how long to wait for a message
  /// @return whether a message was received
  /// @throws StoreUnavailable when the queue does not answer; the message will be delivered again
  /// @throws InterruptedException when the worker is stopped; the message will be delivered again
  public boolean one(Duration wait) throws InterruptedException {
    Optional<Delivery> received = receiver.receive(wait, VISIBILITY, lanes);
    if (received.isEmpty()) {
      return false;
    }
    Delivery delivery = received.get();
    if (Message.isNewer(delivery.body())) {
      FlowLog.event("receive.newer").info();
      receiver.retryLater(delivery, UNTIL_NEWER);
      return true;
    }
    Optional<Message> message = message(delivery);
    if (message.isPresent()) {
      answer(delivery, process(delivery, message.get()));
    }
    return true;
  }

  /// @return the message to process; absent when the delivery has been answered
  private Optional<Message> message(Delivery delivery) {
    try {
      return Optional.of(Message.parse(delivery.body()));
    } catch (MalformedJson e) {
      return events.isPresent() ? woken(delivery, events.get(), e) : unreadable(delivery, e);
    }
  }

  private Optional<Message> unreadable(Delivery delivery, MalformedJson e) {
    FlowLog.event("receive.unreadable").cause(e).error();
    receiver.deadLetter(delivery, "unreadable: " + e.getMessage());
    return Optional.empty();
  }

  /// A message that is none of ours may be an event of the storage.
  private Optional<Message> woken(Delivery delivery, QueuedEvents queued, MalformedJson noMessage) {
    try {
      Optional<Message> one = queued.wake(delivery.body());
      if (one.isEmpty()) {
        receiver.acknowledge(delivery);
      }
      return one;
    } catch (MalformedJson noEvent) {
      noMessage.addSuppressed(noEvent);
      return unreadable(delivery, noMessage);
    } catch (StoreUnavailable e) {
      FlowLog.event("receive.unavailable").cause(e).warning();
      receiver.retryLater(delivery, Schedule.backoff(delivery.receiveCount()));
    } catch (UnreadableRecord e) {
      FlowLog.unreadable(e.unreadable());
      receiver.retryLater(delivery, UNTIL_NEWER);
    }
    return Optional.empty();
  }

  private Verdict process(Delivery delivery, Message message) throws InterruptedException {
    try (Heartbeat.Beating _ = heartbeat.every(EXTENSION, () -> extend(delivery))) {
      return processJob.process(message, delivery.receiveCount());
    }
  }

  private void extend(Delivery delivery) {
    try {
      if (!receiver.extend(delivery, VISIBILITY)) {
        FlowLog.event("receive.not_ours").warning();
      }
    } catch (StoreUnavailable e) {
      FlowLog.event("receive.not_extended").cause(e).warning();
    }
  }

  private void answer(Delivery delivery, Verdict verdict) {
    switch (verdict) {
      case Verdict.Done _ -> {
        receiver.acknowledge(delivery);
        context.boundary().reached(StepBoundary.ACKNOWLEDGED);
      }
      case Verdict.RetryAfter retry -> receiver.retryLater(delivery, retry.delay());
      case Verdict.Busy busy -> {
        Duration until = Duration.between(context.now(), busy.until());
        receiver.retryLater(delivery, within(until));
      }
    }
  }

  private static Duration within(Duration delay) {
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }
}
