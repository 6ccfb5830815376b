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
/// the copy was stored, so such a copy is deleted if no record names it. What a killed run left
/// that way is found by the next one, among the files that only the new storage has.
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
    String first = folder.getFirst().key();
    Standing standing =
        first.startsWith(Keys.STAGING) ? Standing.ERASING : belongings.standing(first);
    switch (standing) {
      case WANTED -> copy(part, folder);
      case ERASING -> tally.erased(folder.size());
      case ERASED -> {
        remove(part, keys(folder.stream().filter(pair -> !pair.isOnlyOld()).toList()));
        tally.erased(folder.size());
      }
    }
    tally.looked((int) folder.stream().filter(pair -> !pair.isOnlyNew()).count());
  }

  private void copy(Part part, List<Pair> folder) throws Interrupted, InterruptedException {
    folder.stream()
        .filter(Pair::isBoth)
        .filter(pair -> pair.old().orElseThrow().bytes() != pair.copied().orElseThrow().bytes())
        .forEach(pair -> tally.trouble(Kind.CONFLICT, pair.key(), "the lengths differ"));
    List<StoredObject> onlyNew =
        folder.stream().filter(Pair::isOnlyNew).flatMap(pair -> pair.copied().stream()).toList();
    if (!onlyNew.isEmpty()) {
      remove(part, belongings.leftOver(part, onlyNew));
    }
    List<Pair> missing =
        folder.stream()
            .filter(Pair::isOnlyOld)
            .sorted(Comparator.comparing(pair -> pair.key().endsWith(MANIFEST)))
            .toList();
    if (!missing.isEmpty()) {
      lookAgain(part, copyAll(part, missing));
    }
  }

  /// @return the keys that were stored
  private List<String> copyAll(Part part, List<Pair> missing)
      throws Interrupted, InterruptedException {
    Map<String, Sha256> promised = belongings.promised(missing);
    List<String> stored = new ArrayList<>();
    boolean isWhole = true;
    for (Pair pair : missing) {
      if (stopping.getAsBoolean()) {
        lookAgain(part, stored);
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
      } else {
        stored.add(pair.key());
      }
    }
    return stored;
  }

  private String mediaType(Pair pair) {
    return Keys.isPublic(pair.key())
        ? Keys.mediaType(pair.key())
        : belongings.mediaType(pair.key()).orElse("application/octet-stream");
  }

  private void lookAgain(Part part, List<String> stored) {
    if (stored.isEmpty()) {
      return;
    }
    if (belongings.standing(stored.getFirst()) != Standing.WANTED) {
      remove(part, stored);
      return;
    }
    List<StoredObject> lost = new ArrayList<>();
    Set<String> still = still(from.of(part), stored);
    for (String key : stored) {
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

  private static List<String> keys(List<Pair> pairs) {
    return pairs.stream().map(Pair::key).toList();
  }
}
