package dev.tintype.core.port;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Passes every call to another job store. Subclasses change some of the calls.
public abstract class ForwardingJobStore implements JobStore {

  private final JobStore inner;

  /// @param inner gets the calls
  protected ForwardingJobStore(JobStore inner) {
    this.inner = inner;
  }

  @Override
  public boolean commit(Change change) {
    return inner.commit(change);
  }

  @Override
  public Optional<ImageRecord> image(ImageId id) {
    return inner.image(id);
  }

  @Override
  public Optional<VersionRecord> version(ImageId id, Version version) {
    return inner.version(id, version);
  }

  @Override
  public List<VersionRecord> newest(ImageId id, int limit, Consumer<Unreadable> skipped) {
    return inner.newest(id, limit, skipped);
  }

  @Override
  public List<VersionRecord> versions(ImageId id, Consumer<Unreadable> skipped) {
    return inner.versions(id, skipped);
  }

  @Override
  public Map<VersionName, VersionRecord> versions(
      Collection<VersionName> names, Consumer<Unreadable> skipped) {
    return inner.versions(names, skipped);
  }

  @Override
  public Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    return inner.idempotency(key, now);
  }

  @Override
  public DueWork due(Instant now, int limit, Set<DueKind> kinds) {
    return inner.due(now, limit, kinds);
  }

  @Override
  public ImagePage page(Optional<String> state, Optional<ImageId> before, int limit) {
    return inner.page(state, before, limit);
  }

  @Override
  public Optional<Outcome> outcome(String id) {
    return inner.outcome(id);
  }

  @Override
  public ImagePage page(Metadata.Entry entry, Optional<ImageId> before, int limit) {
    return inner.page(entry, before, limit);
  }

  @Override
  public long outcomesDue(Instant now, int most) {
    return inner.outcomesDue(now, most);
  }

  @Override
  public void eachAwaited(Consumer<VersionRecord> visitor) {
    inner.eachAwaited(visitor);
  }

  @Override
  public void eachHeld(Consumer<VersionRecord> visitor) {
    inner.eachHeld(visitor);
  }
}
