package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.NamedSets;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.ImageSet;
import dev.tintype.core.state.ImageSets;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Reads the state of images.
public final class Describe {

  private static final int READS = 3;

  /// How many images of a list are read together. It limits how many manifests are in memory.
  private static final int TOGETHER = 100;

  private final JobStore jobs;
  private final NamedSets namedSets;

  /// @param jobs holds images and versions
  public Describe(JobStore jobs) {
    this.jobs = jobs;
    this.namedSets = new NamedSets(jobs);
  }

  /// A live image, as its default set or another set shows it.
  ///
  /// @param image the image
  /// @param set the name of the set. For the default set, it is the name of the next default set
  ///   while there is one
  /// @param latest the version that was decided last
  /// @param current the ready version that is shown
  public record Described(
      ImageRecord image, String set, VersionRecord latest, Optional<VersionRecord> current) {}

  /// A live image and one of its sets.
  public sealed interface OfSet {
    /// The image has the set.
    ///
    /// @param described the image as the set shows it
    record Found(Described described) implements OfSet {}

    /// The image has no set of this name.
    ///
    /// @param names the sets that it has
    record NoSuchSet(List<String> names) implements OfSet {
      /// Copies the list.
      public NoSuchSet {
        names = List.copyOf(names);
      }
    }
  }

  /// Where versions are read from.
  private interface Versions {
    /// @throws UnreadableRecord when its record cannot be read
    Optional<VersionRecord> read(VersionName name);
  }

  /// @throws StoreUnavailable when the job store does not answer
  public Lookup<Described> describe(ImageId id) {
    return Lookup.liveImage(jobs, id).then(image -> describe(image, View.DEFAULT, this::version));
  }

  /// Describes an image as one of its sets shows it.
  ///
  /// @param set the name of the set
  /// @throws StoreUnavailable when the job store does not answer
  public Lookup<OfSet> describe(ImageId id, String set) {
    return Lookup.liveImage(jobs, id)
        .then(image ->
            namedSets
                .of(image)
                .<Lookup<OfSet>>map(named -> describe(named, set))
                .orElseGet(Lookup.Gone::new));
  }

  private Lookup<OfSet> describe(ImageRecord named, String set) {
    ImageSets sets = named.sets().orElseThrow();
    return sets.named(set).isEmpty()
        ? new Lookup.Found<>(new OfSet.NoSuchSet(List.copyOf(sets.byName().keySet())))
        : describe(named, new View(Optional.of(set)), this::version)
            .then(described -> new Lookup.Found<>(new OfSet.Found(described)));
  }

  /// The sets of an image, if it has more than one.
  ///
  /// @return the latest version of each set by name, without those that cannot be read; empty when
  ///   there is only the default set
  /// @throws StoreUnavailable when the job store does not answer
  public SortedMap<String, VersionRecord> sets(ImageRecord image) {
    TreeMap<String, VersionRecord> latest = new TreeMap<>();
    image
        .sets()
        .filter(sets -> sets.byName().size() > 1)
        .ifPresent(sets ->
            sets.byName()
                .forEach((name, set) ->
                    readable(image, set).ifPresent(record -> latest.put(name, record))));
    return latest;
  }

  /// One set that cannot be read does not hide the others.
  private Optional<VersionRecord> readable(ImageRecord image, ImageSet set) {
    try {
      return jobs.version(image.id(), set.latest());
    } catch (UnreadableRecord _) {
      return Optional.empty();
    }
  }

  /// What is described: one set, or the default set.
  private record View(Optional<String> set) {
    static final View DEFAULT = new View(Optional.empty());

    private Optional<ImageSet> in(ImageRecord image) {
      return image.sets().flatMap(sets -> set.flatMap(sets::named));
    }

    Optional<Version> latest(ImageRecord image) {
      return in(image).map(ImageSet::latest).or(image::latest);
    }

    String name(ImageRecord image, VersionRecord latest) {
      return set.or(() -> image.sets().map(ImageSets::announced))
          .orElse(latest.job().recipe().name());
    }

    Optional<Current> current(ImageRecord image) {
      Optional<ImageSet> in = in(image);
      return in.isPresent() ? in.get().current() : image.current();
    }
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
          describe(image, View.DEFAULT, versions).found().ifPresent(found);
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
  private Lookup<Described> describe(ImageRecord image, View view, Versions first) {
    ImageRecord seen = image;
    Versions versions = first;
    for (int i = 0; i < READS; i++) {
      Optional<VersionRecord> latest = latest(seen, view, versions);
      if (latest.isEmpty() || !isBehind(seen, view, latest.get())) {
        return described(seen, view, latest, versions);
      }
      seen = again(seen, view);
      versions = this::version;
    }
    return described(seen, view, latest(seen, view, versions), versions);
  }

  private ImageRecord again(ImageRecord seen, View view) {
    ImageRecord image = jobs.image(seen.id()).orElse(seen);
    return view.set().flatMap(_ -> namedSets.of(image)).orElse(image);
  }

  private static Optional<VersionRecord> latest(ImageRecord image, View view, Versions versions) {
    return view.latest(image).flatMap(latest -> versions.read(new VersionName(image.id(), latest)));
  }

  private static boolean isBehind(ImageRecord image, View view, VersionRecord latest) {
    return image.isLive()
        && latest.state() instanceof Ready
        && view.current(image)
            .filter(current ->
                current.version().equals(latest.job().version())
                    || (image.sets().isEmpty() && current.sequence() >= latest.sequence()))
            .isEmpty();
  }

  private static Lookup<Described> described(
      ImageRecord image, View view, Optional<VersionRecord> latest, Versions versions) {
    if (!image.isLive() || latest.isEmpty()) {
      return new Lookup.Gone<>();
    }
    Optional<VersionRecord> current =
        view.current(image)
            .flatMap(c ->
                latest
                    .filter(l -> l.job().version().equals(c.version()))
                    .or(() -> versions.read(new VersionName(image.id(), c.version()))));
    return new Lookup.Found<>(
        new Described(image, view.name(image, latest.get()), latest.get(), current));
  }
}
