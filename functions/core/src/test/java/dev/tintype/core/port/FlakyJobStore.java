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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A job store that fails on demand. An answer may be lost although the change was applied.
///
/// @param inner does the work
/// @param faults decides when to fail
public record FlakyJobStore(JobStore inner, Faults faults) implements JobStore {

  @Override
  public Optional<ImageRecord> image(ImageId id) {
    faults.before("image", id.value());
    return inner.image(id);
  }

  @Override
  public Optional<VersionRecord> version(ImageId id, Version version) {
    faults.before("version", version.value());
    return inner.version(id, version);
  }

  @Override
  public List<VersionRecord> newest(ImageId id, int limit, Consumer<Unreadable> skipped) {
    faults.before("newest", id.value());
    return inner.newest(id, limit, skipped);
  }

  @Override
  public List<VersionRecord> versions(ImageId id, Consumer<Unreadable> skipped) {
    faults.before("versions", id.value());
    return inner.versions(id, skipped);
  }

  @Override
  public Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    faults.before("idempotency", key.hex());
    return inner.idempotency(key, now);
  }

  @Override
  public boolean commit(Change change) {
    faults.before("commit", "");
    boolean applied = inner.commit(change);
    faults.after("commit", "");
    return applied;
  }

  @Override
  public DueWork due(Instant now, int limit, Set<DueKind> kinds) {
    faults.before("due", "");
    return inner.due(now, limit, kinds);
  }

  @Override
  public ImagePage page(Optional<String> state, Optional<ImageId> before, int limit) {
    faults.before("list", "");
    return inner.page(state, before, limit);
  }

  @Override
  public Optional<Outcome> outcome(String id) {
    faults.before("outcome", id);
    return inner.outcome(id);
  }

  @Override
  public ImagePage page(Metadata.Entry entry, Optional<ImageId> before, int limit) {
    faults.before("list", "");
    return inner.page(entry, before, limit);
  }

  @Override
  public long outcomesDue(Instant now, int most) {
    faults.before("outcomesDue", "");
    return inner.outcomesDue(now, most);
  }

  @Override
  public void eachAwaited(Consumer<VersionRecord> visitor) {
    faults.before("eachAwaited", "");
    inner.eachAwaited(visitor);
  }

  @Override
  public void eachHeld(Consumer<VersionRecord> visitor) {
    faults.before("eachHeld", "");
    inner.eachHeld(visitor);
  }
}
