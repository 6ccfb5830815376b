package dev.tintype.core.flow.reprocess;

import dev.tintype.core.ImageId;
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
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageSet;
import dev.tintype.core.state.ImageSets;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.util.Map;
import java.util.Optional;

/// Marks a ready version that no set needs, so that the sweeper deletes its files. The mark is one
/// conditional write with the image, so a decision for the version that comes first wins.
public final class Retire {

  private final JobStore jobs;
  private final FlowContext context;
  private final Commits commits;
  private final NamedSets namedSets;

  /// @param jobs holds images and versions
  public Retire(JobStore jobs, FlowContext context) {
    this.jobs = jobs;
    this.context = context;
    this.commits = new Commits(jobs);
    this.namedSets = new NamedSets(jobs);
  }

  /// The result of a request for a live image.
  public sealed interface Retired {
    /// The version is marked, by this request or an earlier one. It may have lost its files.
    ///
    /// @param record the version
    record Done(VersionRecord record) implements Retired {}

    /// The version stays.
    ///
    /// @param why the reason
    record InUse(Why why) implements Retired {}
  }

  /// Why a version stays.
  public sealed interface Why {
    /// A set shows it.
    ///
    /// @param set the name of the set
    record Shown(String set) implements Why {}

    /// It was decided last for a set.
    ///
    /// @param set the name of the set
    record Decided(String set) implements Why {}

    /// It is not ready, so there is nothing to retire.
    ///
    /// @param state its state
    record NotReady(VersionState state) implements Why {}
  }

  /// Marks a version. Its original stays.
  ///
  /// @return unknown also when the image has no such version
  /// @throws StoreUnavailable when it is unknown whether the version is marked; calling again is
  ///   safe
  public Tried<Retired> retire(ImageId id, Version version) {
    return Contention.request(() ->
        switch (Lookup.liveImage(jobs, id)) {
          case Lookup.Found<ImageRecord>(ImageRecord image) ->
              jobs.version(id, version)
                  .map(record -> retire(image, record).<Tried<Retired>>map(Lookup.Found::new))
                  .orElseGet(() -> Optional.of(new Lookup.Unknown<>()));
          case Lookup.Unknown<ImageRecord> _ -> Optional.of(new Lookup.Unknown<>());
          case Lookup.Gone<ImageRecord> _ -> Optional.of(new Lookup.Gone<>());
        });
  }

  /// @return absent when another process wrote first
  private Optional<Retired> retire(ImageRecord image, VersionRecord record) {
    if (isRetired(record)) {
      return Optional.of(new Retired.Done(record));
    }
    return namedSets
        .of(image)
        .flatMap(named -> {
          Optional<Why> needed = need(named.sets().orElseThrow(), record.job().version());
          return needed.isPresent()
              ? Optional.of(new Retired.InUse(needed.get()))
              : mark(image, record);
        });
  }

  /// An expired version has no files either.
  private static boolean isRetired(VersionRecord record) {
    return record.state() instanceof VersionState.Retired
        || record.state() instanceof VersionState.Expired;
  }

  private static Optional<Why> need(ImageSets sets, Version version) {
    for (Map.Entry<String, ImageSet> each : sets.byName().entrySet()) {
      if (each.getValue().shows(version)) {
        return Optional.of(new Why.Shown(each.getKey()));
      }
      if (each.getValue().latest().equals(version)) {
        return Optional.of(new Why.Decided(each.getKey()));
      }
    }
    return Optional.empty();
  }

  private Optional<Retired> mark(ImageRecord image, VersionRecord record) {
    Optional<VersionRecord> next = record.retired(context.now());
    if (next.isEmpty()) {
      return Optional.of(new Retired.InUse(new Why.NotReady(record.state())));
    }
    Change change =
        Change.of(
            new Write.PutVersion(Optional.of(record), next.get()),
            new Write.PutImage(Optional.of(image), image.touched()));
    if (!commits.commit(change)) {
      return Optional.empty();
    }
    context.boundary().reached(StepBoundary.RETIRED);
    FlowLog.event("retire.written", next.get()).info();
    return Optional.of(new Retired.Done(next.get()));
  }
}
