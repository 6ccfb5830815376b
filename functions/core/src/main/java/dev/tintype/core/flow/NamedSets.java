package dev.tintype.core.flow;

import dev.tintype.core.Version;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageSets;
import java.util.Optional;

/// Names the sets of an image. The record of an image with one set does not name it; its name is
/// the recipe of the current version, or of the latest version while none is ready.
public final class NamedSets {

  private final JobStore jobs;

  /// @param jobs holds the versions
  public NamedSets(JobStore jobs) {
    this.jobs = jobs;
  }

  /// @return the image with its sets named; absent when its versions are being removed
  /// @throws UnreadableRecord when the record of a version cannot be read
  /// @throws StoreUnavailable when the job store does not answer
  public Optional<ImageRecord> of(ImageRecord image) {
    if (image.sets().isPresent()) {
      return Optional.of(image);
    }
    Optional<Version> current = image.current().map(ImageRecord.Current::version);
    Optional<String> latest = recipe(image, image.latest());
    Optional<String> shown =
        current.isEmpty() || current.equals(image.latest()) ? latest : recipe(image, current);
    return latest.flatMap(last -> shown.map(name -> image.named(ImageSets.of(image, name, last))));
  }

  private Optional<String> recipe(ImageRecord image, Optional<Version> version) {
    return version
        .flatMap(name -> jobs.version(image.id(), name))
        .map(record -> record.job().recipe().name());
  }
}
