package dev.tintype.core.flow.upload;

import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was answered under a request's key: remembered in the change that does what was asked.
final class IdempotencyKeys {

  private static final int CREATED = 201;
  private static final int OK = 200;

  private final JobStore jobs;

  IdempotencyKeys(JobStore jobs) {
    this.jobs = jobs;
  }

  /// What a key says of a request.
  sealed interface Earlier {
    /// Nothing: the key is new, or there is none.
    record Never() implements Earlier {}

    /// Another request used it.
    record OtherRequest() implements Earlier {}

    /// The same request used it.
    ///
    /// @param answer what was answered
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

  /// @return the write that remembers an answer; none without a key
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
