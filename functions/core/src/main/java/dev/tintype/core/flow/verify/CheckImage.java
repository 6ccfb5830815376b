package dev.tintype.core.flow.verify;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.verify.Damage.Kind;
import dev.tintype.core.flow.verify.Verify.Depth;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Checks whether every file of an image's ready versions is present and unchanged.
public final class CheckImage {

  /// More files than a version can have.
  private static final int MOST_FILES = 1_000;

  private final Stores stores;
  private final Digests digests;

  public CheckImage(Stores stores, Depth depth) {
    this.stores = stores;
    this.digests = new Digests(depth);
  }

  /// @param found called for each damage
  /// @return how many files were checked or found missing
  public int check(ImageId id, Consumer<Damage> found) {
    int looked = 0;
    Set<String> originals = new HashSet<>();
    for (VersionRecord record :
        stores.jobs().versions(id, unreadable -> found.accept(Damage.of(unreadable)))) {
      if (record.state() instanceof Ready ready) {
        List<Promised> promised = Promised.of(ready.manifest());
        List<Damage> damages = new ArrayList<>(variants(record, promised));
        looked += promised.size();
        if (originals.add(record.job().originalKey())) {
          damages.addAll(original(record));
          looked++;
        }
        if (!damages.isEmpty() && isStill(record)) {
          damages.forEach(found);
        }
      }
    }
    return looked;
  }

  /// Files of an image that was erased meanwhile are missing rightly.
  private boolean isStill(VersionRecord record) {
    ImageId id = record.job().imageId();
    return stores.jobs().image(id).filter(ImageRecord::isLive).isPresent()
        && stores.jobs().version(id, record.job().version()).filter(record::equals).isPresent();
  }

  private List<Damage> variants(VersionRecord record, List<Promised> promised) {
    String folder = Keys.version(record.job().imageId(), record.job().version());
    Map<String, StoredObject> there = new HashMap<>();
    stores
        .variants()
        .list(folder, Optional.empty(), MOST_FILES)
        .forEach(object -> there.put(object.key(), object));
    List<Damage> damages = new ArrayList<>();
    for (Promised one : promised) {
      look(record, stores.variants(), one, Optional.ofNullable(there.get(one.key())))
          .ifPresent(damages::add);
    }
    return damages;
  }

  private List<Damage> original(VersionRecord record) {
    Promised promised =
        new Promised(
            record.job().originalKey(),
            record.job().original().bytes(),
            record.job().original().sha256());
    return look(record, stores.originals(), promised, stores.originals().head(promised.key()))
        .stream()
        .toList();
  }

  private Optional<Damage> look(
      VersionRecord record, Storage storage, Promised promised, Optional<StoredObject> there) {
    if (there.isEmpty()) {
      return Optional.of(damage(record, Kind.MISSING, promised.key(), "it is not there"));
    }
    long bytes = there.get().bytes();
    if (bytes != promised.bytes()) {
      return Optional.of(
          damage(
              record,
              Kind.ALTERED,
              promised.key(),
              bytes + " bytes instead of " + promised.bytes()));
    }
    return digests
        .other(storage, promised.key(), bytes, promised.sha256())
        .map(detail -> damage(record, Kind.ALTERED, promised.key(), detail));
  }

  private static Damage damage(VersionRecord record, Kind kind, String key, String detail) {
    return new Damage(
        kind,
        key,
        Optional.of(record.job().imageId()),
        Optional.of(record.job().version()),
        detail);
  }
}
