package dev.tintype.core.flow;

import dev.tintype.core.Version;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageSets;
import dev.tintype.core.state.VersionRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
    return of(image, version -> jobs.version(image.id(), version));
  }

  /// Names the sets of an image without reading.
  ///
  /// @param versions all versions of the image, read after the image
  /// @return the image with its sets named; absent when its versions are being removed
  public static Optional<ImageRecord> of(ImageRecord image, List<VersionRecord> versions) {
    return of(
        image,
        name -> versions.stream().filter(found -> found.job().version().equals(name)).findFirst());
  }

  private static Optional<ImageRecord> of(
      ImageRecord image, Function<Version, Optional<VersionRecord>> versions) {
    if (image.sets().isPresent()) {
      return Optional.of(image);
    }
    Optional<Version> current = image.current().map(ImageRecord.Current::version);
    Optional<String> latest = recipe(image.latest(), versions);
    Optional<String> shown =
        current.isEmpty() || current.equals(image.latest()) ? latest : recipe(current, versions);
    return latest.flatMap(last -> shown.map(name -> image.named(ImageSets.of(image, name, last))));
  }

  private static Optional<String> recipe(
      Optional<Version> version, Function<Version, Optional<VersionRecord>> versions) {
    return version.flatMap(versions).map(record -> record.job().recipe().name());
  }
}
