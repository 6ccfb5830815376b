package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Reads the state of images.
public final class Describe {

  private static final int READS = 3;

  /// How many images of a list are read together. It limits how many manifests are in memory.
  private static final int TOGETHER = 100;

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

  /// Where versions are read from.
  private interface Versions {
    /// @throws UnreadableRecord when its record cannot be read
    Optional<VersionRecord> read(VersionName name);
  }

  /// @throws StoreUnavailable when the job store does not answer
  public Lookup<Described> describe(ImageId id) {
    return Lookup.liveImage(jobs, id).then(image -> describe(image, this::version));
  }

  /// Describes images in their order. It reads the versions of many images with one call.
  ///
  /// @param images images as they were read from the job store
  /// @param found is told of each image that is still live
  /// @param skipped is told of each image with a version that cannot be read
  /// @throws StoreUnavailable when the job store does not answer; some images may have been told
  void each(List<ImageRecord> images, Consumer<Described> found, Consumer<Unreadable> skipped) {
    for (int from = 0; from < images.size(); from += TOGETHER) {
      List<ImageRecord> some = images.subList(from, Math.min(images.size(), from + TOGETHER));
      Versions versions = together(some);
      for (ImageRecord image : some) {
        try {
          describe(image, versions).found().ifPresent(found);
        } catch (UnreadableRecord e) {
          skipped.accept(e.unreadable());
        }
      }
    }
  }

  private Optional<VersionRecord> version(VersionName name) {
    return jobs.version(name.imageId(), name.version());
  }

  /// Reads the latest and the current version of each image.
  private Versions together(List<ImageRecord> images) {
    Set<VersionName> names = new HashSet<>();
    for (ImageRecord image : images) {
      image.latest().ifPresent(latest -> names.add(new VersionName(image.id(), latest)));
      image.current().ifPresent(c -> names.add(new VersionName(image.id(), c.version())));
    }
    Map<String, Unreadable> unreadable = new HashMap<>();
    Map<VersionName, VersionRecord> read =
        jobs.versions(names, one -> unreadable.put(one.key(), one));
    return name -> {
      Unreadable one = unreadable.get(name.key());
      if (one != null) {
        throw new UnreadableRecord(one);
      }
      return Optional.ofNullable(read.get(name));
    };
  }

  /// Reads the image again if a version became ready between the two reads, because `current` has
  /// moved too. Otherwise a client could see `ready` without variants.
  ///
  /// @param first answers the first read; later reads ask the job store
  private Lookup<Described> describe(ImageRecord image, Versions first) {
    ImageRecord seen = image;
    Versions versions = first;
    for (int i = 0; i < READS; i++) {
      Optional<VersionRecord> latest = latest(seen, versions);
      if (latest.isEmpty() || !isBehind(seen, latest.get())) {
        return described(seen, latest, versions);
      }
      seen = jobs.image(image.id()).orElse(seen);
      versions = this::version;
    }
    return described(seen, latest(seen, versions), versions);
  }

  private static Optional<VersionRecord> latest(ImageRecord image, Versions versions) {
    return image.latest().flatMap(latest -> versions.read(new VersionName(image.id(), latest)));
  }

  private static boolean isBehind(ImageRecord image, VersionRecord latest) {
    return image.isLive()
        && latest.state() instanceof Ready
        && image.current().filter(c -> c.sequence() >= latest.sequence()).isEmpty();
  }

  private static Lookup<Described> described(
      ImageRecord image, Optional<VersionRecord> latest, Versions versions) {
    if (!image.isLive() || latest.isEmpty()) {
      return new Lookup.Gone<>();
    }
    Optional<VersionRecord> current =
        image
            .current()
            .flatMap(c ->
                latest
                    .filter(l -> l.job().version().equals(c.version()))
                    .or(() -> versions.read(new VersionName(image.id(), c.version()))));
    return new Lookup.Found<>(new Described(image, latest.get(), current));
  }
}
