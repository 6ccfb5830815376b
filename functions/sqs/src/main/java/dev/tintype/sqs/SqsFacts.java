package dev.tintype.sqs;

import dev.tintype.core.provider.Fact;
import dev.tintype.sqs.FoundQueue.RedrivePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `tintype doctor` tells of the queues of an address.
final class SqsFacts {

  private static final String NAME = "queue";

  /// A version is tried for three days.
  private static final Duration LEAST_KEPT = Duration.ofDays(4);

  /// With fewer receives, an outage of some minutes makes dead letters of good messages.
  private static final int LEAST_RECEIVES = 10;

  private final SqsAddress address;
  private final SqsConnection connection;
  private final List<Fact> facts = new ArrayList<>();

  SqsFacts(SqsAddress address, SqsConnection connection) {
    this.address = address;
    this.connection = connection;
  }

  /// @throws dev.tintype.core.provider.InvalidAddress when SQS refuses the caller
  /// @throws dev.tintype.core.port.StoreUnavailable when SQS does not answer
  List<Fact> all() {
    Optional<FoundQueue> fresh = found(address.fresh());
    Optional<FoundQueue> bulk =
        address.bulk().equals(address.fresh()) ? fresh : found(address.bulk());
    Optional<FoundQueue> dead = found(address.dead());
    if (fresh.isPresent() && bulk.isPresent() && dead.isPresent()) {
      ThreeQueues queues = new ThreeQueues(fresh.get(), bulk.get(), dead.get());
      queues.problem().ifPresent(problem -> tell(false, problem));
      queues.lanes().forEach(this::redrive);
      queues.all().forEach(this::retention);
      letters(queues.dead());
      if (queues.lanes().size() == 1) {
        tell(true, "Both lanes share " + address.fresh() + ": uploads wait behind bulk work");
      }
    }
    return List.copyOf(facts);
  }

  private Optional<FoundQueue> found(String name) {
    Optional<FoundQueue> queue = connection.queue(name);
    queue.ifPresentOrElse(
        there ->
            tell(
                true,
                "SQS queue %s: about %d messages wait, %d are hidden"
                    .formatted(name, there.visible(), there.hidden())),
        () -> tell(false, connection.missing(name)));
    return queue;
  }

  private void redrive(FoundQueue queue) {
    Optional<RedrivePolicy> policy = queue.redrivePolicy();
    if (policy.isEmpty()) {
      tell(
          true,
          "%s has no redrive policy: workers themselves move a message after %d receives"
              .formatted(queue.name(), SqsProvider.MOST_RECEIVES));
    } else if (policy.get().most() < LEAST_RECEIVES) {
      tell(
          false,
          "%s moves a message to the dead letters after %d receives: in an outage this soon happens to good messages. Set maxReceiveCount to 10 or more"
              .formatted(queue.name(), policy.get().most()));
    } else {
      tell(
          true,
          "%s moves a message to the dead letters after %d receives"
              .formatted(queue.name(), policy.get().most()));
    }
  }

  private void retention(FoundQueue queue) {
    queue
        .retention()
        .filter(kept -> kept.compareTo(LEAST_KEPT) < 0)
        .ifPresent(kept ->
            tell(
                false,
                "%s keeps a message for %d hours only, and forgets it after that; a job is tried for three days. Set MessageRetentionPeriod to 345600 or more"
                    .formatted(queue.name(), kept.toHours())));
  }

  private void letters(FoundQueue dead) {
    long letters = dead.visible() + dead.hidden();
    if (letters > 0) {
      tell(true, "About %d dead letters wait for a server to look at them".formatted(letters));
    }
  }

  private void tell(boolean isWell, String detail) {
    facts.add(new Fact(NAME, isWell, detail));
  }
}
