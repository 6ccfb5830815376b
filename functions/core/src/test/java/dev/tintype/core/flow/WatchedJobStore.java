package dev.tintype.core.flow;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Version;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.ForwardingJobStore;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A job store in memory that checks every change against the rules of the states.
final class WatchedJobStore extends ForwardingJobStore {

  private final MemoryJobStore inner;
  private final DecisionLog decisions;
  private final Set<String> outcomes = new HashSet<>();
  private final Map<String, Integer> lapses = new HashMap<>();
  private final Consumer<VersionRecord> becameReady;
  private final Consumer<ImageRecord> becameErased;

  /// @param becameReady called with every version that becomes ready, after the change
  /// @param becameErased called with every image that becomes erased, after the change
  WatchedJobStore(Consumer<VersionRecord> becameReady, Consumer<ImageRecord> becameErased) {
    this(new MemoryJobStore(), becameReady, becameErased);
  }

  private WatchedJobStore(
      MemoryJobStore inner,
      Consumer<VersionRecord> becameReady,
      Consumer<ImageRecord> becameErased) {
    super(inner);
    this.inner = inner;
    this.decisions = new DecisionLog(inner);
    this.becameReady = becameReady;
    this.becameErased = becameErased;
  }

  MemoryJobStore inner() {
    return inner;
  }

  DecisionLog decisions() {
    return decisions;
  }

  /// @return the ids of all outcomes ever added
  Set<String> outcomes() {
    return outcomes;
  }

  /// @return how often an expired lease counted against the original of a version
  int lapses(VersionRecord record) {
    return lapses.getOrDefault(name(record), 0);
  }

  private static String name(VersionRecord record) {
    return record.job().imageId() + "/" + record.job().version() + "/" + record.run();
  }

  @Override
  public boolean commit(Change change) {
    List<Optional<VersionRecord>> versions = change.writes().stream().map(this::before).toList();
    List<Optional<ImageRecord>> images = change.writes().stream().map(this::imageBefore).toList();
    if (!inner.commit(change)) {
      return false;
    }
    checkFocus(change, images);
    for (int i = 0; i < change.writes().size(); i++) {
      switch (change.writes().get(i)) {
        case Write.PutVersion put ->
            versions.get(i).ifPresent(before -> check(before, put.after()));
        case Write.PutImage put ->
            images
                .get(i)
                .ifPresentOrElse(
                    before -> check(before, put.after()), () -> decisions.created(put.after()));
        case Write.AddOutcome add ->
            require(outcomes.add(add.row().id()), () -> "a second outcome " + add.row().id());
        case Write.RemoveVersion remove ->
            require(
                inner.image(remove.imageId()).filter(ImageRecord::isLive).isEmpty(),
                () -> "a version of a living image was removed");
        case Write.DelayOutcome _, Write.RemoveOutcome _, Write.AddIdempotency _ -> {}
      }
    }
    return true;
  }

  /// A new version of a decision has the focal point that its original has after the decision.
  private static void checkFocus(Change change, List<Optional<ImageRecord>> images) {
    for (int i = 0; i < images.size(); i++) {
      if (change.writes().get(i) instanceof Write.PutImage put
          && images.get(i).filter(was -> was.versions() < put.after().versions()).isPresent()) {
        change.writes().forEach(write -> hasFocus(write, put.after()));
      }
    }
  }

  private static void hasFocus(Write write, ImageRecord image) {
    if (write instanceof Write.PutVersion put && put.before().isEmpty()) {
      Original original = put.after().job().original();
      require(
          image.focused(original).equals(original), () -> "another focal point: " + put.after());
    }
  }

  private Optional<VersionRecord> before(Write write) {
    return write instanceof Write.PutVersion put
        ? inner.version(put.after().job().imageId(), put.after().job().version())
        : Optional.empty();
  }

  private Optional<ImageRecord> imageBefore(Write write) {
    return write instanceof Write.PutImage put ? inner.image(put.after().id()) : Optional.empty();
  }

  private void check(VersionRecord before, VersionRecord after) {
    require(after.epoch() == before.epoch() + 1, () -> "the epoch did not rise by one");
    require(after.run() >= before.run(), () -> "the run decreased");
    require(allowed(before, after), () -> before.state() + " became " + after.state());
    if (after.state() instanceof Ready || after.state() instanceof Failed) {
      boolean isCleaning = before.state().equals(after.state());
      require(
          isCleaning || inner.image(after.job().imageId()).filter(ImageRecord::isLive).isPresent(),
          () -> "a version of an erased image ended");
    }
    boolean seenAlive =
        owner(after).equals(owner(before))
            || (after.state() instanceof Failed failed && failed.detail().startsWith("signal"));
    if (after.deaths() > before.deaths() && !seenAlive) {
      lapses.merge(name(after), 1, Integer::sum);
    }
    if (after.state() instanceof Superseded(Version by) && !after.state().equals(before.state())) {
      decisions.superseded(after.job().imageId(), after.job().version(), by);
    }
    if (after.state() instanceof Ready) {
      becameReady.accept(after);
    }
  }

  private static String owner(VersionRecord record) {
    return record.state() instanceof Processing processing ? processing.owner() : "";
  }

  /// Whether no set of the image shows a version, and none decided it last.
  private boolean isUnneeded(VersionRecord record) {
    ImageRecord image = inner.image(record.job().imageId()).orElseThrow();
    Version version = record.job().version();
    return !image.latest().equals(Optional.of(version))
        && image.current().filter(shown -> shown.version().equals(version)).isEmpty()
        && image.sets().stream()
            .flatMap(sets -> sets.byName().values().stream())
            .noneMatch(set -> set.shows(version) || set.latest().equals(version));
  }

  private boolean allowed(VersionRecord before, VersionRecord after) {
    VersionState next = after.state();
    return switch (before.state()) {
      case AwaitingUpload _ -> !(next instanceof Ready || next instanceof Failed);
      case Queued _ ->
          next instanceof Queued
              || next instanceof Processing
              || next instanceof Superseded
              || isExhausted(next);
      case Processing _ -> !(next instanceof Expired);
      case Ready _ -> next instanceof Retired && isUnneeded(before);
      case Retired _ ->
          next instanceof Retired || (next instanceof Expired && after.run() == before.run() + 1);
      case Superseded _ -> next.equals(before.state());
      case Failed failed ->
          next.equals(failed)
              || (next instanceof Queued
                  && failed.reason().redrivable()
                  && after.run() == before.run() + 1);
      case Expired _ -> next instanceof Queued || next instanceof AwaitingUpload;
    };
  }

  private static boolean isExhausted(VersionState state) {
    return state instanceof Failed failed
        && failed.reason() == dev.tintype.core.Rejection.ATTEMPTS_EXHAUSTED;
  }

  private void check(ImageRecord before, ImageRecord after) {
    require(after.epoch() == before.epoch() + 1, () -> "the image's epoch did not rise by one");
    boolean lives =
        switch (before.life()) {
          case Life.Live _ -> !(after.life() instanceof Life.Erased);
          case Life.Erasing _ -> !after.isLive();
          case Life.Erased _ -> false;
        };
    require(lives, () -> before.life() + " became " + after.life());
    if (after.life() instanceof Life.Erased) {
      becameErased.accept(after);
    }
    if (after.isLive()) {
      decisions.changed(before, after);
    } else {
      require(
          after.name().isEmpty()
              && after.latest().isEmpty()
              && after.current().isEmpty()
              && after.sets().isEmpty(),
          () -> "a tombstone holds more than id and times");
    }
  }

  private static void require(boolean holds, Supplier<String> broken) {
    if (!holds) {
      throw new AssertionError(broken.get());
    }
  }
}
