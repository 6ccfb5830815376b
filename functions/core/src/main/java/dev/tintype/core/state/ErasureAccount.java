package dev.tintype.core.state;

import dev.tintype.core.Format;
import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What an erasure deletes. It stays in the tombstone until the receipt is written from it, because
/// the versions are removed before that. Immutable.
///
/// @param originals the digests of the originals, as hex digits
/// @param files for each version, by its name, the names of the public files it may have had
/// @param objects how many objects were deleted, or are about to be
/// @param countedTo the last key of those that are about to be deleted, in the order of keys. After
///   a crash, nobody knows which of them were deleted, but those up to this one are counted
/// @param looks how many looks through the public URL did not show that every file is gone
/// @param deletedAt when a deletion last ended; absent before the first one
public record ErasureAccount(
    SortedSet<String> originals,
    SortedMap<String, SortedSet<String>> files,
    long objects,
    Optional<String> countedTo,
    int looks,
    Optional<Instant> deletedAt) {

  /// The account of an erasure that has not begun to delete.
  public static final ErasureAccount EMPTY =
      new ErasureAccount(
          new TreeSet<>(), new TreeMap<>(), 0, Optional.empty(), 0, Optional.empty());

  private static final String MANIFEST = "manifest.json";

  /// Copies the collections.
  ///
  /// @throws IllegalArgumentException when a digest or the name of a version is none
  public ErasureAccount {
    originals = new TreeSet<>(originals);
    originals.forEach(Sha256::new);
    SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
    files.forEach((version, names) -> copy.put(new Version(version).value(), new TreeSet<>(names)));
    files = copy;
  }

  /// Adds the originals of versions, and the public files that they may have had.
  ErasureAccount with(List<VersionRecord> versions) {
    SortedSet<String> digests = new TreeSet<>(originals);
    SortedMap<String, SortedSet<String>> known = new TreeMap<>(files);
    for (VersionRecord version : versions) {
      digests.add(version.job().original().sha256().hex());
      known.merge(
          version.job().version().value(), names(version.job().recipe()), ErasureAccount::union);
    }
    return new ErasureAccount(digests, known, objects, countedTo, looks, deletedAt);
  }

  /// An original decides whether it is flat, so the files of both cases count.
  private static SortedSet<String> names(Recipe recipe) {
    SortedSet<String> names = new TreeSet<>(List.of(MANIFEST));
    for (Size size : recipe.sizes()) {
      for (boolean flat : new boolean[] {true, false}) {
        for (Format format : recipe.formatsOf(size, flat).all()) {
          names.add(Keys.variantName(size.name(), format));
        }
      }
    }
    return names;
  }

  private static SortedSet<String> union(SortedSet<String> one, SortedSet<String> other) {
    SortedSet<String> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }

  /// Adds objects that are about to be deleted, also those that no version names.
  ///
  /// @param keys their keys, of one storage and in order, at least one
  ErasureAccount deleting(List<String> keys) {
    SortedSet<String> digests = new TreeSet<>(originals);
    SortedMap<String, SortedSet<String>> known = new TreeMap<>(files);
    for (String key : keys) {
      Keys.parseOriginal(key).ifPresent(original -> digests.add(original.sha256().hex()));
      Keys.parsePublic(key)
          .ifPresent(file ->
              known.merge(
                  file.version().value(),
                  new TreeSet<>(List.of(file.name())),
                  ErasureAccount::union));
    }
    long fresh = keys.stream().filter(key -> !isCounted(key)).count();
    return new ErasureAccount(
        digests, known, objects + fresh, Optional.of(keys.getLast()), looks, deletedAt);
  }

  private boolean isCounted(String key) {
    return countedTo
        .filter(last -> last.startsWith(Keys.ORIGINALS) == key.startsWith(Keys.ORIGINALS))
        .filter(last -> key.compareTo(last) <= 0)
        .isPresent();
  }

  /// A deletion ended. One that ended by a crash may have deleted something until now.
  ///
  /// @param some whether it deleted something
  ErasureAccount deleted(boolean some, Instant now) {
    boolean isLatest = some || countedTo.isPresent() || deletedAt.isEmpty();
    Optional<Instant> at = isLatest ? Optional.of(now) : deletedAt;
    return new ErasureAccount(originals, files, objects, Optional.empty(), looks, at);
  }

  /// Counts a look that did not show that every file is gone.
  ErasureAccount looked() {
    return new ErasureAccount(originals, files, objects, countedTo, looks + 1, deletedAt);
  }

  /// @return the keys of every file that a viewer may have seen, and of the originals, which nobody
  ///   may see
  public List<String> keys(ImageId id) {
    List<String> keys = new ArrayList<>();
    files.forEach((version, names) -> {
      String folder = Keys.version(id, new Version(version));
      names.forEach(name -> keys.add(folder + name));
    });
    originals.stream()
        .sorted(Comparator.naturalOrder())
        .forEach(digest -> keys.add(Keys.original(id, new Sha256(digest))));
    return keys;
  }
}
