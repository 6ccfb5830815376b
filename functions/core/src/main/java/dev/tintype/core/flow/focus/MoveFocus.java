package dev.tintype.core.flow.focus;

import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.NamedSets;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Moves the focal point of an original. Every set that crops by it gets a version with the new
/// point and its own stored recipe. One change writes the point, all new versions and the decisions
/// of their sets. A point that no set crops by is stored too, and later versions of the same
/// original use it.
public final class MoveFocus {

  private final Stores stores;
  private final Messages messages;
  private final RenderRevision renderRevision;
  private final FlowContext context;
  private final Commits commits;
  private final NamedSets namedSets;

  /// @param sender sends the messages of new versions
  /// @param renderRevision the revision of new versions
  public MoveFocus(
      Stores stores, JobSender sender, RenderRevision renderRevision, FlowContext context) {
    this.stores = stores;
    this.messages = new Messages(sender);
    this.renderRevision = renderRevision;
    this.context = context;
    this.commits = new Commits(stores.jobs());
    this.namedSets = new NamedSets(stores.jobs());
  }

  /// What is requested.
  ///
  /// @param point the focal point; absent to remove it
  /// @param seenOn a version of the original that the point belongs to; absent for the latest
  ///   original that is stored and not rejected
  public record Wish(Optional<Focus> point, Optional<Version> seenOn) {}

  /// The result of a request for a live image.
  public sealed interface Moved {
    /// The original has the point.
    ///
    /// @param point the point; absent when it was removed
    /// @param sets the sets that crop by it, by name
    record Done(Optional<Focus> point, List<OfSet> sets) implements Moved {
      /// Copies the list.
      public Done {
        sets = List.copyOf(sets);
      }

      /// @return whether a set waits for a version that this request queued
      public boolean isQueued() {
        return sets.stream().anyMatch(OfSet::isQueued);
      }
    }

    /// No original of the image is stored, or not that of the version in the wish.
    record NoOriginal() implements Moved {}

    /// The files of a version that is needed are being deleted, because it was retired. Nothing was
    /// written. It can be made again in some minutes.
    record CleaningUp() implements Moved {}

    /// More versions are needed than one change can write. Nothing was written.
    ///
    /// @param versions how many are needed
    /// @param most how many are allowed
    record TooMany(int versions, int most) implements Moved {}
  }

  /// A set that crops by the focal point.
  ///
  /// @param set its name
  /// @param version the version with the point. It is not decided if it failed or was superseded
  /// @param isQueued whether this request queued it
  public record OfSet(String set, VersionRecord version, boolean isQueued) {}

  /// Sets or removes the focal point of an original. A repeated request changes nothing.
  ///
  /// @throws UnreadableRecord when the record of a version cannot be read; nothing was written
  /// @throws StoreUnavailable when it is unknown what was written; calling again is safe
  public Tried<Moved> move(ImageId id, Wish wish) {
    return Contention.request(() ->
        switch (Lookup.liveImage(stores.jobs(), id)) {
          case Lookup.Found<ImageRecord>(ImageRecord image) -> move(image, wish);
          case Lookup.Unknown<ImageRecord> _ -> Optional.of(new Lookup.Unknown<>());
          case Lookup.Gone<ImageRecord> _ -> Optional.of(new Lookup.Gone<>());
        });
  }

  /// @return absent when another process wrote first
  private Optional<Tried<Moved>> move(ImageRecord image, Wish wish) {
    Optional<ImageRecord> named = namedSets.of(image);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    SetVersions versions = SetVersions.read(stores.jobs(), named.get());
    if (wish.seenOn().isPresent() && versions.read(wish.seenOn().get()).isEmpty()) {
      return Optional.of(new Lookup.Unknown<>());
    }
    return original(image, versions, wish)
        .map(original -> move(new FocusPlan(named.get(), original, wish.point()), image, versions))
        .orElseGet(() -> Optional.of(new Moved.NoOriginal()))
        .map(Lookup.Found::new);
  }

  private Optional<Original> original(ImageRecord image, SetVersions versions, Wish wish) {
    List<VersionRecord> stored =
        candidates(image, wish)
            .flatMap(version -> versions.read(version).stream())
            .filter(record -> stores.originals().head(record.job().originalKey()).isPresent())
            .toList();
    return stored.stream()
        .filter(record -> !record.state().isRejected())
        .findFirst()
        .or(() -> stored.stream().findFirst())
        .map(record -> record.job().original());
  }

  private static Stream<Version> candidates(ImageRecord image, Wish wish) {
    return wish.seenOn().isPresent()
        ? wish.seenOn().stream()
        : Stream.concat(
            image.latest().stream(), image.current().map(ImageRecord.Current::version).stream());
  }

  /// @param image the image as read
  /// @return absent when another process wrote first
  private Optional<Moved> move(FocusPlan plan, ImageRecord image, SetVersions versions) {
    plan.decide(versions, renderRevision, context.now());
    if (plan.cleansUp()) {
      return Optional.of(new Moved.CleaningUp());
    }
    if (plan.versions().size() >= Change.MOST_WRITES) {
      return Optional.of(new Moved.TooMany(plan.versions().size(), Change.MOST_WRITES - 1));
    }
    Optional<Change> change = plan.change(image);
    List<Sending> sendings =
        plan.versions().stream()
            .map(version -> Messages.sending(version, "focus", Duration.ZERO))
            .toList();
    if (change.isPresent() && !commits.commit(change.get(), messages, sendings)) {
      return Optional.empty();
    }
    change.ifPresent(_ -> told(plan, image));
    return Optional.of(plan.done());
  }

  private void told(FocusPlan plan, ImageRecord image) {
    context.boundary().reached(StepBoundary.FOCUS_WRITTEN);
    FlowLog.event("focus.written", image.id()).with("versions", plan.versions().size()).info();
  }
}
