package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.util.Optional;

/// Reads the state of one image.
public final class Describe {

  private static final int READS = 3;

  private final JobStore jobs;

  /// @param jobs holds images and versions
  public Describe(JobStore jobs) {
    this.jobs = jobs;
  }

  /// A live image.
  ///
  /// @param image the image
  /// @param latest the version created last
  /// @param current the last ready version
  public record Described(
      ImageRecord image, VersionRecord latest, Optional<VersionRecord> current) {}

  /// @throws StoreUnavailable when the job store does not answer
  public Lookup<Described> describe(ImageId id) {
    return Lookup.liveImage(jobs, id).then(this::describe);
  }

  /// Reads the image again if a version became ready between the two reads, because `current` has
  /// moved too. Otherwise a client could see `ready` without variants.
  Lookup<Described> describe(ImageRecord image) {
    ImageRecord seen = image;
    for (int i = 0; i < READS; i++) {
      Optional<VersionRecord> latest = latest(seen);
      if (latest.isEmpty() || !isBehind(seen, latest.get())) {
        return described(seen, latest);
      }
      seen = jobs.image(image.id()).orElse(seen);
    }
    return described(seen, latest(seen));
  }

  private Optional<VersionRecord> latest(ImageRecord image) {
    return image.latest().flatMap(version -> jobs.version(image.id(), version));
  }

  private static boolean isBehind(ImageRecord image, VersionRecord latest) {
    return image.isLive()
        && latest.state() instanceof Ready
        && image.current().filter(c -> c.sequence() >= latest.sequence()).isEmpty();
  }

  private Lookup<Described> described(ImageRecord image, Optional<VersionRecord> latest) {
    if (!image.isLive() || latest.isEmpty()) {
      return new Lookup.Gone<>();
    }
    Optional<VersionRecord> current =
        image
            .current()
            .flatMap(c ->
                latest
                    .filter(l -> l.job().version().equals(c.version()))
                    .or(() -> jobs.version(image.id(), c.version())));
    return new Lookup.Found<>(new Described(image, latest.get(), current));
  }
}
