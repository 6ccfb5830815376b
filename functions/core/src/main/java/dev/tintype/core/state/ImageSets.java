package dev.tintype.core.state;

import dev.tintype.core.Version;
import dev.tintype.core.state.ImageRecord.Decision;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The sets of an image by name. Immutable.
///
/// A version belongs to the set of its recipe's name, because that set created it. Other sets can
/// decide it too: recipes with different names and the same content make the same version.
///
/// @param standard the name of the default set, which answers show unless they are asked for
///   another
/// @param next the set that becomes the default set as soon as it shows its latest version
/// @param byName every set
public record ImageSets(
    String standard, Optional<String> next, SortedMap<String, ImageSet> byName) {

  /// @throws IllegalArgumentException when there is no default set, or when `next` names no other
  ///   set
  public ImageSets {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    if (!byName.containsKey(standard)) {
      throw new IllegalArgumentException("no set has the name of the default set: " + standard);
    }
    if (next.isPresent() && (next.get().equals(standard) || !byName.containsKey(next.get()))) {
      throw new IllegalArgumentException("no other set has the name " + next.get());
    }
  }

  /// The sets of an image whose record names none.
  ///
  /// @param shown the recipe of its current version, or of its latest version while none is ready
  /// @param latest the recipe of its latest version. If it differs, an older release accepted a
  ///   request that replaces the default set
  /// @throws IllegalArgumentException when the image has no latest version
  public static ImageSets of(ImageRecord image, String shown, String latest) {
    Version last =
        image.latest().orElseThrow(() -> new IllegalArgumentException("no latest version"));
    TreeMap<String, ImageSet> byName = new TreeMap<>();
    byName.put(latest, new ImageSet(last, Optional.empty(), Map.of()));
    image
        .current()
        .ifPresent(current -> {
          Version own = shown.equals(latest) ? last : current.version();
          byName.put(shown, new ImageSet(own, Optional.of(current), Map.of()));
        });
    boolean isReplaced = byName.size() > 1;
    return new ImageSets(
        isReplaced ? shown : latest, isReplaced ? Optional.of(latest) : Optional.empty(), byName);
  }

  /// @return the set of this name
  public Optional<ImageSet> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// @return the name of the set whose latest version the default answer describes: the next
  ///   default set, if there is one
  public String announced() {
    return next.orElse(standard);
  }

  ImageSet announcedSet() {
    return named(announced()).orElseThrow();
  }

  ImageSet standardSet() {
    return named(standard).orElseThrow();
  }

  /// @return whether a record needs no more than the fields of an image with one set
  boolean isPlain() {
    return byName.size() == 1 && standardSet().reopened().isEmpty();
  }

  /// @param asDefault whether the set is to become the default set
  /// @return whether a decision for this version changes nothing, because it is the last one
  public boolean areDecided(String set, boolean asDefault, Version version) {
    boolean isLast = named(set).filter(found -> found.latest().equals(version)).isPresent();
    return isLast && (!asDefault || set.equals(announced()));
  }

  /// Takes a decision.
  ///
  /// @param asDefault whether the set becomes the default set. If it is the default set already, an
  ///   earlier decision that would have replaced it is taken back
  ImageSets decided(String set, boolean asDefault, VersionRecord version, long generation) {
    boolean isOwn = set.equals(version.job().recipe().name());
    ImageSet before =
        named(set)
            .orElseGet(() -> new ImageSet(version.job().version(), Optional.empty(), Map.of()));
    TreeMap<String, ImageSet> after = new TreeMap<>(byName);
    after.put(set, before.decided(version, isOwn, generation));
    Optional<String> other = Optional.of(set).filter(name -> !name.equals(standard));
    return settled(asDefault ? other : next, after);
  }

  /// Takes decisions of sets that exist, in their order. They are one change: what a set shows
  /// between two of its decisions does not count.
  ///
  /// @param first the generation of the first decision; each later one takes the next
  ImageSets decided(List<Decision> decisions, long first) {
    TreeMap<String, ImageSet> after = new TreeMap<>(byName);
    long generation = first;
    for (Decision decision : decisions) {
      ImageSet before = Optional.ofNullable(after.get(decision.set())).orElseThrow();
      boolean isOwn = decision.set().equals(decision.version().job().recipe().name());
      after.put(decision.set(), before.decided(decision.version(), isOwn, generation));
      generation++;
    }
    return settled(next, after);
  }

  /// @return whether the last decision of a set for a version is later than the one that is shown
  public boolean isDecidedSince(String set, VersionRecord version) {
    return named(set)
        .flatMap(found ->
            generation(set, found, version)
                .filter(at -> found.current().filter(shown -> shown.sequence() >= at).isEmpty()))
        .isPresent();
  }

  /// A version became ready.
  ImageSets ready(VersionRecord version) {
    TreeMap<String, ImageSet> after = new TreeMap<>(byName);
    after.replaceAll((name, set) ->
        generation(name, set, version)
            .map(at -> set.ready(version.job().version(), at))
            .orElse(set));
    return settled(next, after);
  }

  /// A version was superseded.
  ImageSets superseded(VersionRecord ended, VersionRecord successor) {
    TreeMap<String, ImageSet> after = new TreeMap<>(byName);
    after.replaceAll((name, set) ->
        set.superseded(
            ended.job().version(),
            successor,
            isOwn(name, successor),
            generation(name, set, ended)));
    return settled(next, after);
  }

  /// The generation of the last decision of a set for a version; absent when there is none.
  private Optional<Long> generation(String name, ImageSet set, VersionRecord version) {
    return Optional.ofNullable(set.reopened().get(version.job().version()))
        .or(() -> isOwn(name, version) ? Optional.of(version.sequence()) : Optional.empty());
  }

  /// Whether the set of this name created the version. A version of an older release whose recipe
  /// has no set belongs to the default set, as it did for that release.
  public boolean isOwn(String name, VersionRecord version) {
    String recipe = version.job().recipe().name();
    return name.equals(byName.containsKey(recipe) ? recipe : standard);
  }

  private ImageSets settled(Optional<String> wanted, SortedMap<String, ImageSet> after) {
    Optional<String> ready =
        wanted.filter(
            name -> Optional.ofNullable(after.get(name)).filter(ImageSet::showsLatest).isPresent());
    return ready.isPresent()
        ? new ImageSets(ready.get(), Optional.empty(), after)
        : new ImageSets(standard, wanted, after);
  }
}
