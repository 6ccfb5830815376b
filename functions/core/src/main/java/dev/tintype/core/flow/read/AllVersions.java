package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.NamedSets;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import java.util.List;

/// Reads every version of an image and what its sets show.
public final class AllVersions {

  private final JobStore jobs;

  /// @param jobs holds images and versions
  public AllVersions(JobStore jobs) {
    this.jobs = jobs;
  }

  /// A live image with all its versions.
  ///
  /// @param image the image, its sets named
  /// @param versions in order of creation. A version that was written after the image was read may
  ///   be among them
  public record Whole(ImageRecord image, List<VersionRecord> versions) {
    /// Copies the list.
    public Whole {
      versions = List.copyOf(versions);
    }
  }

  /// @throws UnreadableRecord when the record of a version cannot be read
  /// @throws StoreUnavailable when the job store does not answer
  public Lookup<Whole> of(ImageId id) {
    return Lookup.liveImage(jobs, id).then(this::whole);
  }

  private Lookup<Whole> whole(ImageRecord image) {
    List<VersionRecord> versions = jobs.versions(image.id());
    return NamedSets.of(image, versions)
        .<Lookup<Whole>>map(named -> new Lookup.Found<>(new Whole(named, versions)))
        .orElseGet(Lookup.Gone::new);
  }
}
