package dev.tintype.server.run;

import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A job store as the sweeper sees it whose outbox somebody else empties: a receiver that is slow
/// to answer must not keep lost jobs waiting.
///
/// @param jobs the job store
record JobsWithoutOutbox(JobStore jobs) implements JobStore {

  @Override
  public DueWork due(Instant now, int limit) {
    DueWork due = jobs.due(now, limit);
    return new DueWork(due.versions(), due.images(), List.of());
  }

  @Override
  public Optional<ImageRecord> image(ImageId id) {
    return jobs.image(id);
  }

  @Override
  public Optional<VersionRecord> version(ImageId id, Version version) {
    return jobs.version(id, version);
  }

  @Override
  public List<VersionRecord> versions(ImageId id) {
    return jobs.versions(id);
  }

  @Override
  public Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    return jobs.idempotency(key, now);
  }

  @Override
  public boolean commit(Change change) {
    return jobs.commit(change);
  }

  @Override
  public List<ImageRecord> list(Optional<ImageId> before, int limit) {
    return jobs.list(before, limit);
  }
}
