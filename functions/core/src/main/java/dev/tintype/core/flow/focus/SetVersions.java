package dev.tintype.core.flow.focus;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.ImageSet;
import dev.tintype.core.state.VersionRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The versions of one image that a request has read. Each is read once. Not thread-safe.
final class SetVersions {

  private final JobStore jobs;
  private final ImageId id;
  private final Map<Version, Optional<VersionRecord>> known = new HashMap<>();

  private SetVersions(JobStore jobs, ImageId id) {
    this.jobs = jobs;
    this.id = id;
  }

  /// Reads the latest and the current version of every set.
  ///
  /// @throws UnreadableRecord when the record of one cannot be read
  static SetVersions read(JobStore jobs, ImageRecord named) {
    Set<Version> wanted = new HashSet<>();
    for (ImageSet set : named.sets().orElseThrow().byName().values()) {
      wanted.add(set.latest());
      set.current().map(Current::version).ifPresent(wanted::add);
    }
    SetVersions versions = new SetVersions(jobs, named.id());
    versions.readAll(wanted);
    return versions;
  }

  /// Reads versions together.
  ///
  /// @throws UnreadableRecord when the record of one cannot be read
  void readAll(Collection<Version> wanted) {
    Set<VersionName> names = new HashSet<>();
    wanted.stream()
        .filter(version -> !known.containsKey(version))
        .forEach(version -> names.add(new VersionName(id, version)));
    List<Unreadable> unreadable = new ArrayList<>();
    Map<VersionName, VersionRecord> found = jobs.versions(names, unreadable::add);
    if (!unreadable.isEmpty()) {
      throw new UnreadableRecord(unreadable.getFirst());
    }
    names.forEach(name -> known.put(name.version(), Optional.ofNullable(found.get(name))));
  }

  /// @return the version; absent when the image has no such version
  /// @throws UnreadableRecord when its record cannot be read
  Optional<VersionRecord> read(Version version) {
    return known.computeIfAbsent(version, name -> jobs.version(id, name));
  }

  /// Remembers a version that the change of this request writes.
  void written(VersionRecord record) {
    known.put(record.job().version(), Optional.of(record));
  }
}
