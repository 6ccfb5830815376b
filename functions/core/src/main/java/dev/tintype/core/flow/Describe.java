package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import java.util.Optional;

/// Answers how an image stands.
public final class Describe {

  private final JobStore jobs;

  /// @param jobs where images and versions are kept
  public Describe(JobStore jobs) {
    this.jobs = jobs;
  }

  /// What is known of an image.
  public sealed interface Described {
    /// It lives.
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

  Described describe(ImageRecord image) {
    Optional<VersionRecord> latest =
        image.latest().flatMap(version -> jobs.version(image.id(), version));
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
