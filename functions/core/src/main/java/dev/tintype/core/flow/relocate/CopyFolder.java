package dev.tintype.core.flow.relocate;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.relocate.Belongings.Standing;
import dev.tintype.core.flow.relocate.Trouble.Kind;
import dev.tintype.core.flow.verify.VerifyCursor.Part;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Copies what only the old storage has of one folder, a manifest last. After the last file it
/// looks again: what was deleted in the old storage meanwhile was deleted in both, perhaps before
/// the copy was stored, so such a copy is deleted if no record names it. When it was told to stop,
/// another command may have ended the use of the old storage, so the records are asked for all.
/// What a killed run left that way is found by the next one, among the files that only the new
/// storage has.
final class CopyFolder implements FolderTask {

  private static final String MANIFEST = "/manifest.json";

  private final Side from;
  private final Side to;
  private final Belongings belongings;
  private final FetchedFiles files;
  private final Throttle throttle;
  private final Tally tally;
  private final StepBoundary boundary;
  private final BooleanSupplier stopping;

  CopyFolder(
      Side from,
      Side to,
      Belongings belongings,
      FetchedFiles files,
      Throttle throttle,
      Tally tally,
      StepBoundary boundary,
      BooleanSupplier stopping) {
    this.from = from;
    this.to = to;
    this.belongings = belongings;
    this.files = files;
    this.throttle = throttle;
    this.tally = tally;
    this.boundary = boundary;
    this.stopping = stopping;
  }

  @Override
  public void run(Part part, List<Pair> folder) throws Interrupted, InterruptedException {
    if (isStaging(folder)) {
      tally.erased(folder.size());
    } else {
      switch (belongings.standing(folder.getFirst().key())) {
        case WANTED -> copy(part, folder);
        // The last look of the erasure, which is to come, finds what lies in either storage.
        case ERASING -> tally.erased(folder.size());
        case ERASED -> {
          removeAll(part, folder);
          tally.erased(folder.size());
        }
      }
    }
    tally.looked((int) folder.stream().filter(pair -> !pair.isOnlyNew()).count());
  }

  private static boolean isStaging(List<Pair> folder) {
    return folder.getFirst().key().startsWith(Keys.STAGING);
  }

  /// An earlier try may have stored a file whose put was not answered, so all are deleted.
  private void removeAll(Part part, List<Pair> folder) {
    to.of(part).delete(folder.stream().map(Pair::key).toList());
    tally.removed((int) folder.stream().filter(pair -> !pair.isOnlyOld()).count());
  }

  /// Deletes what belongs to nothing, and everything of an image that is not wanted any more.
  ///
  /// @param folder without keys that only the old storage has
  void prune(Part part, List<Pair> folder) {
    if (isStaging(folder)) {
      return;
    }
    if (belongings.standing(folder.getFirst().key()) == Standing.WANTED) {
      removeLeftOver(part, folder);
    } else {
      removeAll(part, folder);
    }
  }

  private void removeLeftOver(Part part, List<Pair> folder) {
    List<StoredObject> onlyNew =
        folder.stream().filter(Pair::isOnlyNew).flatMap(pair -> pair.copied().stream()).toList();
    if (!onlyNew.isEmpty()) {
      remove(part, belongings.leftOver(part, onlyNew));
    }
  }

  private void copy(Part part, List<Pair> folder) throws Interrupted, InterruptedException {
    folder.stream()
        .filter(Pair::isBoth)
        .filter(pair -> pair.old().orElseThrow().bytes() != pair.copied().orElseThrow().bytes())
        .forEach(pair -> tally.trouble(Kind.CONFLICT, pair.key(), "the lengths differ"));
    removeLeftOver(part, folder);
    List<Pair> missing =
        folder.stream()
            .filter(Pair::isOnlyOld)
            .sorted(Comparator.comparing(pair -> pair.key().endsWith(MANIFEST)))
            .toList();
    if (!missing.isEmpty()) {
      copyAll(part, missing);
    }
  }

  private void copyAll(Part part, List<Pair> missing) throws Interrupted, InterruptedException {
    Map<String, Sha256> promised = belongings.promised(missing);
    List<String> keys = missing.stream().map(Pair::key).toList();
    boolean isWhole = true;
    for (Pair pair : missing) {
      if (stopping.getAsBoolean()) {
        lookAgain(part, keys);
        throw new Interrupted();
      }
      if (pair.key().endsWith(MANIFEST) && !isWhole) {
        continue;
      }
      StoredObject object = pair.old().orElseThrow();
      throttle.take(object.bytes());
      Optional<PutResult> result =
          files.copy(
              from.of(part), to.of(part), object, promised.get(pair.key()), mediaType(pair), tally);
      boundary.reached(Boundaries.COPIED);
      if (result.isEmpty() || result.get() == PutResult.CONFLICT) {
        isWhole = false;
      }
    }
    lookAgain(part, keys);
  }

  private String mediaType(Pair pair) {
    return Keys.isPublic(pair.key())
        ? Keys.mediaType(pair.key())
        : belongings.mediaType(pair.key()).orElse("application/octet-stream");
  }

  /// @param keys all that were missing, also those that this run does not know to be stored: the
  ///   answer to a put may have been lost
  private void lookAgain(Part part, List<String> keys) {
    if (belongings.standing(keys.getFirst()) != Standing.WANTED) {
      remove(part, keys);
      return;
    }
    // Another command may have ended the use of the old storage since this one lost its lease.
    Set<String> still = stopping.getAsBoolean() ? Set.of() : still(from.of(part), keys);
    List<StoredObject> lost = new ArrayList<>();
    for (String key : keys) {
      if (!still.contains(key)) {
        to.of(part).head(key).ifPresent(lost::add);
      }
    }
    if (!lost.isEmpty()) {
      remove(part, belongings.leftOver(part, lost));
    }
  }

  private static Set<String> still(Storage storage, List<String> keys) {
    Set<String> still = new HashSet<>();
    if (keys.size() == 1) {
      storage.head(keys.getFirst()).ifPresent(object -> still.add(object.key()));
      return still;
    }
    String folder = keys.getFirst().substring(0, keys.getFirst().lastIndexOf('/') + 1);
    Storage.Pages pages = storage.pages(folder);
    List<StoredObject> page = pages.page(Optional.empty(), PairedFolders.MOST);
    while (!page.isEmpty()) {
      page.forEach(object -> still.add(object.key()));
      page = pages.page(Optional.of(page.getLast().key()), PairedFolders.MOST);
    }
    return still;
  }

  private void remove(Part part, List<String> keys) {
    if (!keys.isEmpty()) {
      to.of(part).delete(keys);
      tally.removed(keys.size());
    }
  }
}
