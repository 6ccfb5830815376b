package dev.tintype.sqs;

import dev.tintype.sqs.FoundQueue.RedrivePolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The queues of one address, as they were found.
///
/// @param fresh for fresh messages
/// @param bulk for bulk messages; the same one if both lanes share it
/// @param dead for the dead letters of both
record ThreeQueues(FoundQueue fresh, FoundQueue bulk, FoundQueue dead) {

  /// @return the queues of the lanes, each once
  List<FoundQueue> lanes() {
    return fresh.name().equals(bulk.name()) ? List.of(fresh) : List.of(fresh, bulk);
  }

  /// @return the queues' URLs
  SqsQueues urls() {
    return new SqsQueues(fresh.url(), bulk.url());
  }

  /// Finds a queue whose messages SQS moves to where nobody looks for them.
  ///
  /// @return what is wrong, in a sentence without a full stop
  Optional<String> problem() {
    return lanes().stream().flatMap(queue -> problem(queue).stream()).findFirst();
  }

  private Optional<String> problem(FoundQueue queue) {
    return queue
        .redrivePolicy()
        .map(RedrivePolicy::target)
        .filter(target -> !target.equals(dead.arn()))
        .map(target ->
            "The queue %s has a redrive policy to %s, but Tintype looks for dead letters in %s only: change the policy, or name that queue by dead=NAME"
                .formatted(queue.name(), target, dead.name()));
  }

  /// @return all of them, each once
  Stream<FoundQueue> all() {
    return Stream.concat(lanes().stream(), Stream.of(dead));
  }
}
