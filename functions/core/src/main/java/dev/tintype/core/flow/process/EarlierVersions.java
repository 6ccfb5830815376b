package dev.tintype.core.flow.process;

import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Renderer;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Reuse.Former;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds what the earlier versions of an image have of a version that is to be made.
///
/// @param jobs holds the manifests of the earlier versions
/// @param renderer compares them with what it would make
record EarlierVersions(JobStore jobs, Renderer renderer) {

  /// @return what need not be made; empty when everything must be made
  /// @throws dev.tintype.core.port.StoreUnavailable when the job store does not answer
  Optional<Reuse> reuse(VersionRecord wanted) {
    // The first decision for an image has nothing before it.
    return wanted.sequence() <= 1
        ? Optional.empty()
        : renderer.reuse(wanted.job(), formers(wanted));
  }

  /// One more is read, because the wanted version is usually among the newest. A record that cannot
  /// be read is none to copy from.
  private List<Former> formers(VersionRecord wanted) {
    return jobs.newest(wanted.job().imageId(), Reuse.MOST_FORMERS + 1, FlowLog::unreadable).stream()
        .filter(record -> !record.job().version().equals(wanted.job().version()))
        .limit(Reuse.MOST_FORMERS)
        .filter(record -> isOfSameOriginal(record, wanted))
        .flatMap(EarlierVersions::former)
        .toList();
  }

  private static boolean isOfSameOriginal(VersionRecord record, VersionRecord wanted) {
    return record.job().original().sha256().equals(wanted.job().original().sha256())
        && record.job().renderRevision().equals(wanted.job().renderRevision());
  }

  private static Stream<Former> former(VersionRecord record) {
    return record.state() instanceof Ready ready
        ? Stream.of(new Former(record.job(), ready.manifest()))
        : Stream.empty();
  }
}
