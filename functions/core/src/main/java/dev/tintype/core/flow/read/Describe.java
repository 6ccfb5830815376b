package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
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

  /// The result of reading.
  public sealed interface Described {
    /// The image is live.
    ///
    /// @param image the image
    /// @param latest the version created last
    /// @param current the last ready version
    record Found(ImageRecord image, VersionRecord latest, Optional<VersionRecord> current)
        implements Described {}

    /// There is no such image.
    record Unknown() implements Described {}

    /// It was erased.
    record Gone() implements Described {}
  }

  /// @throws StoreUnavailable when the job store does not answer
  public Described describe(ImageId id) {
    Optional<ImageRecord> image = jobs.image(id);
    if (image.isEmpty()) {
      return new Described.Unknown();
    }
    return describe(image.get());
  }

  /// Reads the image again if a version became ready between the two reads, because `current` has
  /// moved too. Otherwise a client could see `ready` without variants.
  Described describe(ImageRecord image) {
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

  private Described described(ImageRecord image, Optional<VersionRecord> latest) {
    if (!image.isLive() || latest.isEmpty()) {
      return new Described.Gone();
    }
    Optional<VersionRecord> current =
        image
            .current()
            .flatMap(c ->
                latest
                    .filter(l -> l.job().version().equals(c.version()))
                    .or(() -> jobs.version(image.id(), c.version())));
    return new Described.Found(image, latest.get(), current);
  }
}
