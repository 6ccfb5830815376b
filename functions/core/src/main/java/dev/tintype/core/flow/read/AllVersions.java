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
  private final NamedSets namedSets;

  /// @param jobs holds images and versions
  public AllVersions(JobStore jobs) {
    this.jobs = jobs;
    this.namedSets = new NamedSets(jobs);
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
    return Lookup.liveImage(jobs, id)
        .then(image ->
            namedSets
                .of(image)
                .<Lookup<Whole>>map(
                    named -> new Lookup.Found<>(new Whole(named, jobs.versions(id))))
                .orElseGet(Lookup.Gone::new));
  }
}
