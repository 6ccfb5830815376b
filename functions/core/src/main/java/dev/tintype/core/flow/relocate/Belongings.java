package dev.tintype.core.flow.relocate;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.verify.CheckFile;
import dev.tintype.core.flow.verify.Damage;
import dev.tintype.core.flow.verify.Damage.Kind;
import dev.tintype.core.flow.verify.Promised;
import dev.tintype.core.flow.verify.VerifyCursor.Part;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the job store says of the files of a move.
final class Belongings {

  private final JobStore jobs;
  private final CheckFile checkFile;

  /// @param target where files may be left over
  Belongings(JobStore jobs, Side target) {
    this.jobs = jobs;
    this.checkFile = new CheckFile(new Stores(jobs, target.originals(), target.variants()));
  }

  /// The life of the image of a folder, as far as files matter.
  enum Standing {
    /// Its files are wanted. So are files whose image is not known.
    WANTED,
    /// Its files are being deleted.
    ERASING,
    /// It has no files any more.
    ERASED
  }

  Standing standing(String key) {
    try {
      return image(key).flatMap(jobs::image).map(Belongings::standing).orElse(Standing.WANTED);
    } catch (UnreadableRecord _) {
      return Standing.WANTED;
    }
  }

  private static Standing standing(ImageRecord image) {
    return switch (image.life()) {
      case Life.Live _ -> Standing.WANTED;
      case Life.Erasing _ -> Standing.ERASING;
      case Life.Erased _ -> Standing.ERASED;
    };
  }

  private static Optional<ImageId> image(String key) {
    return Keys.parseOriginal(key)
        .map(Keys.OriginalKey::imageId)
        .or(() -> Keys.parsePublic(key).map(Keys.PublicKey::imageId));
  }

  /// @return the digests that the files of a folder must have, by key, where they are known
  Map<String, Sha256> promised(List<Pair> folder) {
    Map<String, Sha256> promised = new HashMap<>();
    for (Pair pair : folder) {
      Keys.parseOriginal(pair.key())
          .ifPresent(original -> promised.put(pair.key(), original.sha256()));
      if (Keys.isWatermark(pair.key())) {
        promised.put(pair.key(), new Sha256(pair.key().substring(pair.folder().length())));
      }
    }
    Keys.parsePublic(folder.getFirst().key())
        .flatMap(this::ready)
        .ifPresent(ready ->
            Promised.of(ready.manifest()).forEach(one -> promised.put(one.key(), one.sha256())));
    return promised;
  }

  private Optional<Ready> ready(Keys.PublicKey key) {
    try {
      return jobs.version(key.imageId(), key.version())
          .map(VersionRecord::state)
          .filter(Ready.class::isInstance)
          .map(Ready.class::cast);
    } catch (UnreadableRecord _) {
      return Optional.empty();
    }
  }

  /// @return the declared media type of an original
  Optional<String> mediaType(String key) {
    return Keys.parseOriginal(key).stream()
        .flatMap(original -> jobs.versions(original.imageId(), _ -> {}).stream())
        .filter(version -> version.job().originalKey().equals(key))
        .map(version -> version.job().original())
        .map(Original::mediaType)
        .findFirst();
  }

  /// Files of an image that has no record belong to nobody that we know: they are not named.
  ///
  /// @param files of the target, listed before
  /// @return the keys of those that no record names, and that nothing can be writing
  List<String> leftOver(Part part, List<StoredObject> files) {
    return checkFile.check(part, files).stream()
        .filter(damage -> damage.kind() == Kind.ORPHANED || damage.kind() == Kind.HALF_DONE)
        .filter(damage -> damage.imageId().flatMap(jobs::image).isPresent())
        .map(Damage::key)
        .toList();
  }
}
