package dev.tintype.core.port;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
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
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A job store that keeps everything in memory.
public final class MemoryJobStore implements JobStore {

  private final TreeMap<String, Row<ImageRecord>> images = new TreeMap<>();
  private final Map<VersionKey, Row<VersionRecord>> versions = new HashMap<>();
  private final Map<Sha256, Row<IdempotencyRecord>> answers = new HashMap<>();
  private final Map<String, Row<Outcome>> outbox = new TreeMap<>();

  /// A stored record, or the text that a test put in its place.
  private record Row<T>(
      Unreadable.Kind kind,
      String key,
      T record,
      Function<String, T> reading,
      Optional<String> altered) {

    static Row<ImageRecord> of(ImageRecord image) {
      return new Row<>(
          Unreadable.Kind.IMAGE,
          image.id().value(),
          image,
          text -> RecordJson.image(Json.parse(text)),
          Optional.empty());
    }

    static Row<VersionRecord> of(VersionRecord version) {
      return new Row<>(
          Unreadable.Kind.VERSION,
          version.job().imageId() + "/" + version.job().version(),
          version,
          text -> RecordJson.version(Json.parse(text)),
          Optional.empty());
    }

    static Row<Outcome> of(Outcome outcome) {
      return new Row<>(
          Unreadable.Kind.OUTCOME,
          outcome.id(),
          outcome,
          text -> RecordJson.outcome(Json.parse(text)),
          Optional.empty());
    }

    static Row<IdempotencyRecord> of(IdempotencyRecord answer) {
      return new Row<>(
          Unreadable.Kind.ANSWER,
          answer.key().hex(),
          answer,
          text -> RecordJson.idempotency(Json.parse(text)),
          Optional.empty());
    }

    Row<T> with(String text) {
      return new Row<>(kind, key, record, reading, Optional.of(text));
    }
  }

  private record VersionKey(ImageId id, Version version) {
    static VersionKey of(VersionRecord record) {
      return new VersionKey(record.job().imageId(), record.job().version());
    }
  }

  @Override
  public synchronized Optional<ImageRecord> image(ImageId id) {
    return Optional.ofNullable(images.get(id.value())).map(MemoryJobStore::strict);
  }

  @Override
  public synchronized Optional<VersionRecord> version(ImageId id, Version version) {
    return Optional.ofNullable(versions.get(new VersionKey(id, version)))
        .map(MemoryJobStore::strict);
  }

  @Override
  public synchronized List<VersionRecord> versions(ImageId id, Consumer<Unreadable> skipped) {
    return versions.entrySet().stream()
        .filter(entry -> entry.getKey().id().equals(id))
        .map(Map.Entry::getValue)
        .flatMap(row -> tolerant(row, skipped).stream())
        .sorted(Comparator.comparingLong(VersionRecord::sequence))
        .toList();
  }

  private static <T> T strict(Row<T> row) {
    return row.altered()
        .map(text -> Unreadable.read(row.kind(), row.key(), () -> row.reading().apply(text)))
        .orElse(row.record());
  }

  private static <T> Optional<T> tolerant(Row<T> row, Consumer<Unreadable> skipped) {
    try {
      return Optional.of(strict(row));
    } catch (UnreadableRecord e) {
      skipped.accept(e.unreadable());
      return Optional.empty();
    }
  }

  @Override
  public synchronized Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    return Optional.ofNullable(answers.get(key))
        .filter(row -> row.record().expiresAt().isAfter(now))
        .map(MemoryJobStore::strict);
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
      case AddIdempotency add ->
          Optional.ofNullable(answers.get(add.row().key()))
              .filter(row -> row.record().expiresAt().isAfter(add.now()))
              .isEmpty();
      case DelayOutcome delay -> isAsRead(delay.before());
      case RemoveVersion _, AddOutcome _, RemoveOutcome _ -> true;
    };
  }

  private boolean isAsRead(Outcome row) {
    return Optional.ofNullable(outbox.get(row.id()))
        .filter(stored -> stored.record().dueAt().equals(row.dueAt()))
        .isPresent();
  }

  private static <T> Optional<Long> epoch(
      @org.jspecify.annotations.Nullable Row<T> stored, Function<T, Long> epoch) {
    return stored == null ? Optional.empty() : Optional.of(epoch.apply(stored.record()));
  }

  private void apply(Write write) {
    switch (write) {
      case PutImage put -> images.put(put.after().id().value(), Row.of(put.after()));
      case PutVersion put -> versions.put(VersionKey.of(put.after()), Row.of(put.after()));
      case RemoveVersion remove ->
          versions.remove(new VersionKey(remove.imageId(), remove.version()));
      case AddOutcome add -> outbox.putIfAbsent(add.row().id(), Row.of(add.row()));
      case DelayOutcome delay -> outbox.replace(delay.after().id(), Row.of(delay.after()));
      case RemoveOutcome remove -> {
        if (isAsRead(remove.row())) {
          outbox.remove(remove.row().id());
        }
      }
      case AddIdempotency add -> answers.put(add.row().key(), Row.of(add.row()));
    }
  }

  @Override
  public synchronized DueWork due(Instant now, int limit, Set<DueKind> kinds) {
    List<Unreadable> unreadable = new ArrayList<>();
    return new DueWork(
        kinds.contains(DueKind.VERSION)
            ? due(
                versions.values(),
                record -> record.dueAt().filter(at -> !at.isAfter(now)),
                limit,
                unreadable)
            : List.of(),
        kinds.contains(DueKind.IMAGE)
            ? due(
                images.values(),
                image ->
                    image
                        .dueAt()
                        .filter(at -> !at.isAfter(now) && image.life() instanceof Life.Erasing),
                limit,
                unreadable)
            : List.of(),
        kinds.contains(DueKind.OUTCOME)
            ? due(
                outbox.values(),
                row ->
                    Optional.of(row.dueAt())
                        .filter(at -> !at.isAfter(now) || Schedule.isBeyondRetry(at, now)),
                limit,
                unreadable)
            : List.of(),
        unreadable);
  }

  private static <T> List<T> due(
      Collection<Row<T>> all,
      Function<T, Optional<Instant>> dueAt,
      int limit,
      List<Unreadable> unreadable) {
    List<Due<T>> found = new ArrayList<>();
    for (Row<T> row : all) {
      dueAt.apply(row.record()).ifPresent(at -> found.add(new Due<>(at, row)));
    }
    found.sort(Comparator.comparing(Due::at));
    List<T> records = new ArrayList<>();
    for (int i = 0; i < found.size() && records.size() < limit; i++) {
      tolerant(found.get(i).row(), unreadable::add).ifPresent(records::add);
    }
    return List.copyOf(records);
  }

  private record Due<T>(Instant at, Row<T> row) {}

  @Override
  public synchronized Optional<Outcome> outcome(String id) {
    return Optional.ofNullable(outbox.get(id)).map(MemoryJobStore::strict);
  }

  @Override
  public synchronized long outcomesDue(Instant now, int most) {
    return outbox.values().stream()
        .filter(row -> !row.record().dueAt().isAfter(now))
        .limit(most)
        .count();
  }

  @Override
  public void eachAwaited(Consumer<VersionRecord> visitor) {
    open(VersionState.AwaitingUpload.class).forEach(visitor);
  }

  @Override
  public void eachHeld(Consumer<VersionRecord> visitor) {
    open(VersionState.Processing.class).forEach(visitor);
  }

  private synchronized List<VersionRecord> open(Class<? extends VersionState> state) {
    return due(versions.values(), VersionRecord::dueAt, Integer.MAX_VALUE, new ArrayList<>())
        .stream()
        .filter(record -> state.isInstance(record.state()))
        .toList();
  }

  @Override
  public synchronized ImagePage page(Optional<String> state, Optional<ImageId> before, int limit) {
    return page(image -> state.isEmpty() || state.equals(latestState(image)), before, limit);
  }

  @Override
  public synchronized ImagePage page(Metadata.Entry entry, Optional<ImageId> before, int limit) {
    return page(image -> image.metadata().has(entry), before, limit);
  }

  private ImagePage page(Predicate<ImageRecord> wanted, Optional<ImageId> before, int limit) {
    var older = before.map(id -> images.headMap(id.value(), false)).orElse(images);
    List<Row<ImageRecord>> rows =
        older.descendingMap().values().stream()
            .filter(row -> row.record().isLive() && wanted.test(row.record()))
            .limit(limit)
            .toList();
    List<Unreadable> unreadable = new ArrayList<>();
    List<ImageRecord> found =
        rows.stream().flatMap(row -> tolerant(row, unreadable::add).stream()).toList();
    Optional<ImageId> next =
        rows.size() < limit ? Optional.empty() : Optional.of(rows.getLast().record().id());
    return new ImagePage(found, unreadable, next);
  }

  private Optional<String> latestState(ImageRecord image) {
    return image
        .latest()
        .flatMap(latest -> Optional.ofNullable(versions.get(new VersionKey(image.id(), latest))))
        .map(row -> row.record().state().code());
  }

  /// Replaces the text of a record, as another program would.
  public synchronized void alter(Unreadable.Kind kind, String key, UnaryOperator<String> change) {
    switch (kind) {
      case IMAGE -> images.computeIfPresent(key, (_, row) -> row.with(change.apply(text(row))));
      case VERSION -> alter(versions, key, change);
      case OUTCOME -> outbox.computeIfPresent(key, (_, row) -> row.with(change.apply(text(row))));
      case ANSWER -> alter(answers, key, change);
    }
  }

  private static <K, T> void alter(Map<K, Row<T>> rows, String key, UnaryOperator<String> change) {
    rows.replaceAll((_, row) -> row.key().equals(key) ? row.with(change.apply(text(row))) : row);
  }

  /// @return the text of a record as it is stored
  public synchronized String text(Unreadable.Kind kind, String key) {
    return Stream.of(images, versions, outbox, answers)
        .flatMap(rows -> rows.values().stream())
        .filter(row -> row.kind() == kind && row.key().equals(key))
        .map(MemoryJobStore::text)
        .findFirst()
        .orElse("");
  }

  private static String text(Row<?> row) {
    return row.altered()
        .orElseGet(() ->
            Json.write(
                switch (row.record()) {
                  case ImageRecord image -> RecordJson.write(image);
                  case VersionRecord version -> RecordJson.write(version);
                  case Outcome outcome -> RecordJson.write(outcome);
                  case IdempotencyRecord answer -> RecordJson.write(answer);
                  default -> throw new IllegalStateException("no record: " + row);
                }));
  }

  /// @return every image, tombstones too
  public synchronized List<ImageRecord> allImages() {
    return images.values().stream().map(Row::record).toList();
  }

  /// @return every version of every image
  public synchronized List<VersionRecord> allVersions() {
    return versions.values().stream().map(Row::record).toList();
  }

  /// @return every row of the outbox
  public synchronized List<Outcome> outbox() {
    return outbox.values().stream().map(Row::record).toList();
  }
}
