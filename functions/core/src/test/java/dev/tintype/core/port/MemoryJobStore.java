package dev.tintype.core.port;

import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.Change.Write.DelayOutcome;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.Change.Write.RemoveVersion;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// A job store that keeps everything in memory.
public final class MemoryJobStore implements JobStore {

  private final TreeMap<String, ImageRecord> images = new TreeMap<>();
  private final Map<VersionKey, VersionRecord> versions = new HashMap<>();
  private final Map<Sha256, IdempotencyRecord> answers = new HashMap<>();
  private final Map<String, Outcome> outbox = new TreeMap<>();

  private record VersionKey(ImageId id, Version version) {
    static VersionKey of(VersionRecord record) {
      return new VersionKey(record.job().imageId(), record.job().version());
    }
  }

  @Override
  public synchronized Optional<ImageRecord> image(ImageId id) {
    return Optional.ofNullable(images.get(id.value()));
  }

  @Override
  public synchronized Optional<VersionRecord> version(ImageId id, Version version) {
    return Optional.ofNullable(versions.get(new VersionKey(id, version)));
  }

  @Override
  public synchronized List<VersionRecord> versions(ImageId id) {
    return versions.values().stream()
        .filter(record -> record.job().imageId().equals(id))
        .sorted(Comparator.comparingLong(VersionRecord::sequence))
        .toList();
  }

  @Override
  public synchronized Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    return Optional.ofNullable(answers.get(key)).filter(row -> row.expiresAt().isAfter(now));
  }

  @Override
  public synchronized boolean commit(Change change) {
    if (!change.writes().stream().allMatch(this::holds)) {
      return false;
    }
    change.writes().forEach(this::apply);
    return true;
  }

  private boolean holds(Write write) {
    return switch (write) {
      case PutImage put ->
          epoch(images.get(put.after().id().value()), ImageRecord::epoch)
              .equals(put.before().map(ImageRecord::epoch));
      case PutVersion put ->
          epoch(versions.get(VersionKey.of(put.after())), VersionRecord::epoch)
              .equals(put.before().map(VersionRecord::epoch));
      case AddIdempotency add -> idempotency(add.row().key(), add.now()).isEmpty();
      case RemoveVersion _, AddOutcome _, DelayOutcome _, RemoveOutcome _ -> true;
    };
  }

  private static <T> Optional<Long> epoch(
      @org.jspecify.annotations.Nullable T stored, Function<T, Long> epoch) {
    return stored == null ? Optional.empty() : Optional.of(epoch.apply(stored));
  }

  private void apply(Write write) {
    switch (write) {
      case PutImage put -> images.put(put.after().id().value(), put.after());
      case PutVersion put -> versions.put(VersionKey.of(put.after()), put.after());
      case RemoveVersion remove ->
          versions.remove(new VersionKey(remove.imageId(), remove.version()));
      case AddOutcome add -> outbox.putIfAbsent(add.row().id(), add.row());
      case DelayOutcome delay -> outbox.replace(delay.row().id(), delay.row());
      case RemoveOutcome remove -> outbox.remove(remove.id());
      case AddIdempotency add -> answers.put(add.row().key(), add.row());
    }
  }

  @Override
  public synchronized DueWork due(Instant now, int limit) {
    return new DueWork(
        due(versions.values(), VersionRecord::dueAt, now, limit),
        due(
            images.values().stream().filter(image -> image.life() instanceof Life.Erasing).toList(),
            ImageRecord::dueAt,
            now,
            limit),
        due(outbox.values(), row -> Optional.of(row.dueAt()), now, limit));
  }

  private static <T> List<T> due(
      Collection<T> all, Function<T, Optional<Instant>> dueAt, Instant now, int limit) {
    return all.stream()
        .filter(one -> dueAt.apply(one).filter(due -> !due.isAfter(now)).isPresent())
        .sorted(Comparator.comparing(one -> dueAt.apply(one).orElse(Instant.MAX)))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<ImageRecord> list(Optional<ImageId> before, int limit) {
    var older = before.map(id -> images.headMap(id.value(), false)).orElse(images);
    return older.descendingMap().values().stream()
        .filter(ImageRecord::isLive)
        .limit(limit)
        .toList();
  }

  /// @return every image, tombstones too
  public synchronized List<ImageRecord> allImages() {
    return List.copyOf(images.values());
  }

  /// @return every version of every image
  public synchronized List<VersionRecord> allVersions() {
    return List.copyOf(versions.values());
  }

  /// @return every row of the outbox
  public synchronized List<Outcome> outbox() {
    return List.copyOf(outbox.values());
  }
}
