package dev.tintype.core.flow.upload;

import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Stores the answer to a request under its idempotency key, in the same change that does the work.
final class IdempotencyKeys {

  private static final int CREATED = 201;
  private static final int OK = 200;

  private final JobStore jobs;

  IdempotencyKeys(JobStore jobs) {
    this.jobs = jobs;
  }

  /// What is stored under a request's key.
  sealed interface Earlier {
    /// Nothing: the key is new, or the request has none.
    record Never() implements Earlier {}

    /// The answer to a different request.
    record OtherRequest() implements Earlier {}

    /// The answer to the same request.
    ///
    /// @param answer the stored answer
    record Same(IdempotencyRecord answer) implements Earlier {
      boolean isNew() {
        return answer.status() == CREATED;
      }
    }
  }

  Earlier look(Optional<RequestKey> key, Instant now) {
    if (key.isEmpty()) {
      return new Earlier.Never();
    }
    return jobs.idempotency(key.get().key(), now)
        .<Earlier>map(answer ->
            answer.body().equals(key.get().body())
                ? new Earlier.Same(answer)
                : new Earlier.OtherRequest())
        .orElseGet(Earlier.Never::new);
  }

  /// @return the write that stores the answer; none without a key
  static List<Write> remember(
      Optional<RequestKey> key, VersionRecord record, boolean isNew, Instant now) {
    return key.<Write>map(k ->
            new Write.AddIdempotency(
                new IdempotencyRecord(
                    k.key(),
                    k.body(),
                    record.job().imageId(),
                    record.job().version(),
                    isNew ? CREATED : OK,
                    now.plus(Schedule.IDEMPOTENCY)),
                now))
        .map(List::of)
        .orElseGet(List::of);
  }
}
