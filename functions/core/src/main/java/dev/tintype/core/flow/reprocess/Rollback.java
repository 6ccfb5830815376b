package dev.tintype.core.flow.reprocess;

import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.NamedSets;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageSets;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.Ready;
import java.util.List;
import java.util.Optional;

/// Lets a set of an image show an earlier version again. Nothing is rendered. The decision takes
/// the set's next generation, so a version that finishes later is not shown.
public final class Rollback {

  private final JobStore jobs;
  private final FlowContext context;
  private final Commits commits;

  /// @param jobs holds images and versions
  public Rollback(JobStore jobs, FlowContext context) {
    this.jobs = jobs;
    this.context = context;
    this.commits = new Commits(jobs);
  }

  /// What is wanted.
  ///
  /// @param set the name of the set; absent for the default set
  /// @param version the version to show; absent for the one that the set showed before
  /// @param from the digest of a recipe: only a set whose last decision is for a version of a
  ///   recipe with this content changes, and it shows no version of that content. So a repeated
  ///   request goes back only once
  public record Wish(Optional<String> set, Optional<Version> version, Optional<Sha256> from) {}

  /// The result of a request for a live image.
  public sealed interface RolledBack {
    /// The set shows an earlier version.
    ///
    /// @param set its name
    /// @param record the version
    record Shown(String set, VersionRecord record) implements RolledBack {}

    /// The last decision is the wanted one already, or it is not for the recipe that is taken back.
    ///
    /// @param set the name of the set
    /// @param record the version that was decided last
    record Unchanged(String set, VersionRecord record) implements RolledBack {}

    /// No earlier version of the same original is ready.
    record NothingEarlier() implements RolledBack {}

    /// The wanted version is not ready.
    ///
    /// @param state its state
    record NotReady(VersionState state) implements RolledBack {}

    /// The wanted version was made for another set.
    ///
    /// @param owner the name of its recipe
    record OfAnotherSet(String owner) implements RolledBack {}

    /// The image has no set of this name.
    ///
    /// @param names the sets that it has
    record NoSuchSet(List<String> names) implements RolledBack {
      /// Copies the list.
      public NoSuchSet {
        names = List.copyOf(names);
      }
    }
  }

  /// Goes back.
  ///
  /// @return unknown also when the image has no such version
  /// @throws UnreadableRecord when the record of a version cannot be read
  /// @throws StoreUnavailable when it is unknown whether the decision was written; with a version
  ///   or a recipe to take back, calling again is safe
  public Tried<RolledBack> rollback(ImageId id, Wish wish) {
    return Contention.request(() ->
        switch (Lookup.liveImage(jobs, id)) {
          case Lookup.Found<ImageRecord>(ImageRecord image) -> of(image, wish);
          case Lookup.Unknown<ImageRecord> _ -> Optional.of(new Lookup.Unknown<>());
          case Lookup.Gone<ImageRecord> _ -> Optional.of(new Lookup.Gone<>());
        });
  }

  private Optional<Tried<RolledBack>> of(ImageRecord image, Wish wish) {
    List<VersionRecord> versions = jobs.versions(image.id());
    return NamedSets.of(image, versions)
        .flatMap(named -> {
          ImageSets sets = named.sets().orElseThrow();
          String set = wish.set().orElse(sets.standard());
          if (sets.named(set).isEmpty()) {
            return found(new RolledBack.NoSuchSet(List.copyOf(sets.byName().keySet())));
          }
          EarlierVersion earlier = new EarlierVersion(set, named, versions);
          Going going = new Going(image, named, earlier);
          return wish.version().isPresent()
              ? going.to(wish.version().get())
              : going.back(wish.from());
        });
  }

  private static Optional<Tried<RolledBack>> found(RolledBack result) {
    return Optional.of(new Lookup.Found<>(result));
  }

  /// One try, with the image as read and with its sets named. A result is absent when another
  /// process wrote first.
  private final class Going {
    private final ImageRecord image;
    private final ImageRecord named;
    private final EarlierVersion earlier;

    Going(ImageRecord image, ImageRecord named, EarlierVersion earlier) {
      this.image = image;
      this.named = named;
      this.earlier = earlier;
    }

    Optional<Tried<RolledBack>> to(Version wanted) {
      Optional<VersionRecord> version = earlier.version(wanted);
      if (version.isEmpty()) {
        return Optional.of(new Lookup.Unknown<>());
      }
      VersionRecord record = version.get();
      if (!(record.state() instanceof Ready)) {
        return found(new RolledBack.NotReady(record.state()));
      }
      return earlier.sets().isOwn(earlier.set(), record) || isShown(record)
          ? show(record)
          : found(new RolledBack.OfAnotherSet(record.job().recipe().name()));
    }

    private boolean isShown(VersionRecord record) {
      return earlier
          .sets()
          .named(earlier.set())
          .filter(set -> set.shows(record.job().version()))
          .isPresent();
    }

    Optional<Tried<RolledBack>> back(Optional<Sha256> from) {
      Optional<VersionRecord> left = earlier.takenBack();
      if (left.isEmpty()) {
        return Optional.empty();
      }
      if (from.filter(digest -> !digest.equals(left.get().job().recipe().digest())).isPresent()) {
        return found(new RolledBack.Unchanged(earlier.set(), left.get()));
      }
      return earlier
          .before(left.get(), from)
          .map(this::show)
          .orElseGet(() -> found(new RolledBack.NothingEarlier()));
    }

    private Optional<Tried<RolledBack>> show(VersionRecord version) {
      if (earlier.sets().areDecided(earlier.set(), false, version.job().version())) {
        return found(new RolledBack.Unchanged(earlier.set(), version));
      }
      ImageRecord next = named.withDecision(earlier.set(), false, version);
      if (!commits.commit(Change.of(new Write.PutImage(Optional.of(image), next)))) {
        return Optional.empty();
      }
      context.boundary().reached(StepBoundary.ROLLED_BACK);
      FlowLog.event("rollback.written", version).with("set", earlier.set()).info();
      return found(new RolledBack.Shown(earlier.set(), version));
    }
  }
}
