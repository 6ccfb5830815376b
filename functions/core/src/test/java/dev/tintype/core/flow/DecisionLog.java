package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.ImageSet;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every decision of a history, as seen in the writes of images. It knows nothing of how an image
/// remembers its decisions.
final class DecisionLog {

  private final MemoryJobStore jobs;
  private final Map<ImageId, List<Decision>> decisions = new HashMap<>();

  DecisionLog(MemoryJobStore jobs) {
    this.jobs = jobs;
  }

  private record Decision(String set, Version version, long generation) {}

  void created(ImageRecord image) {
    image
        .latest()
        .ifPresent(latest -> log(image).add(new Decision(sets(image).firstKey(), latest, 1)));
  }

  /// Learns from a change of a live image, after it was written.
  void changed(ImageRecord before, ImageRecord after) {
    SortedMap<String, ImageSet> was = sets(before);
    SortedMap<String, ImageSet> is = sets(after);
    List<String> changed =
        is.keySet().stream().filter(name -> !Objects.equals(was.get(name), is.get(name))).toList();
    was.forEach((name, set) -> rises(set, Optional.ofNullable(is.get(name)), name));
    require(
        after.points().byOriginal().keySet().containsAll(before.points().byOriginal().keySet()),
        "a focal point is lost");
    if (after.versions() == before.versions()) {
      return;
    }
    if (!after.points().equals(before.points())) {
      is.forEach((name, set) -> staysWithItsOriginal(after, was.get(name), set));
    }
    if (after.versions() == before.versions() + 1) {
      require(changed.size() == 1, "a decision changed these sets: " + changed);
      String set = changed.getFirst();
      Version decided = Optional.ofNullable(is.get(set)).orElseThrow().latest();
      log(after).add(new Decision(set, decided, after.versions()));
      return;
    }
    require(!after.points().equals(before.points()), "a write took several decisions");
    long generation = before.versions();
    for (String name : changed) {
      generation = focused(after, name, was.get(name), is.get(name), generation);
    }
    require(after.versions() == generation, "a focal point took decisions of " + changed);
  }

  /// A focal point does not replace an original, unless that one was rejected.
  private void staysWithItsOriginal(ImageRecord image, @Nullable ImageSet was, ImageSet is) {
    VersionRecord before =
        jobs.version(image.id(), Objects.requireNonNull(was).latest()).orElseThrow();
    VersionRecord after = jobs.version(image.id(), is.latest()).orElseThrow();
    require(
        before.state().isRejected()
            || before.job().original().sha256().equals(after.job().original().sha256()),
        "a focal point replaced " + before.job().version() + ": " + image);
  }

  /// A focal point was moved: a set decided a version, and decided its latest version again if that
  /// one has another original.
  private long focused(
      ImageRecord after,
      String name,
      @Nullable ImageSet was,
      @Nullable ImageSet is,
      long generation) {
    ImageSet then = Objects.requireNonNull(was, "a focal point made a set");
    ImageSet now = Objects.requireNonNull(is);
    long next = generation + 1;
    if (!then.latest().equals(now.latest())) {
      log(after).add(new Decision(name, now.latest(), next));
      return next;
    }
    log(after).add(new Decision(name, decided(after, name, now, next), next));
    log(after).add(new Decision(name, now.latest(), next + 1));
    return next + 1;
  }

  /// The version of a decision whose set decided another one in the same write.
  private Version decided(ImageRecord image, String name, ImageSet set, long generation) {
    return Stream.of(
            set.current().filter(c -> c.sequence() == generation).map(Current::version).stream(),
            set.reopened().entrySet().stream()
                .filter(open -> open.getValue() == generation)
                .map(Map.Entry::getKey),
            jobs.versions(image.id()).stream()
                .filter(v -> v.sequence() == generation)
                .filter(v -> v.job().recipe().name().equals(name))
                .map(v -> v.job().version()))
        .flatMap(found -> found)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " forgot a decision: " + image));
  }

  private static void rises(ImageSet was, Optional<ImageSet> is, String name) {
    require(is.isPresent(), "the set " + name + " is lost");
    long now = generation(is.flatMap(ImageSet::current));
    require(now >= generation(was.current()), "current of " + name + " moved backward");
  }

  private static long generation(Optional<Current> current) {
    return current.map(Current::sequence).orElse(0L);
  }

  void superseded(ImageId image, Version ended, Version by) {
    decisions
        .getOrDefault(image, List.of())
        .replaceAll(old ->
            old.version().equals(ended) ? new Decision(old.set(), by, old.generation()) : old);
  }

  /// Checks a live image at the end of a history: each set shows the ready version that it decided
  /// last.
  void check(ImageRecord image) {
    sets(image)
        .forEach((name, set) -> {
          Optional<Current> expected =
              log(image).stream()
                  .filter(decision -> decision.set().equals(name))
                  .filter(decision -> isReady(image.id(), decision.version()))
                  .reduce((_, later) -> later)
                  .map(last -> new Current(last.version(), last.generation()));
          require(set.current().equals(expected), name + " must show " + expected + ": " + image);
        });
    image
        .sets()
        .ifPresent(sets ->
            require(
                sets.next().flatMap(sets::named).filter(set -> set.shows(set.latest())).isEmpty(),
                "the next default set is ready: " + image));
  }

  private boolean isReady(ImageId id, Version version) {
    return jobs.version(id, version).filter(record -> record.state() instanceof Ready).isPresent();
  }

  private List<Decision> log(ImageRecord image) {
    return decisions.computeIfAbsent(image.id(), _ -> new ArrayList<>());
  }

  private SortedMap<String, ImageSet> sets(ImageRecord image) {
    if (image.sets().isPresent()) {
      return image.sets().get().byName();
    }
    Version latest = image.latest().orElseThrow();
    String name = jobs.version(image.id(), latest).orElseThrow().job().recipe().name();
    return new TreeMap<>(Map.of(name, new ImageSet(latest, image.current(), Map.of())));
  }

  private static void require(boolean holds, String broken) {
    if (!holds) {
      throw new AssertionError(broken);
    }
  }
}
