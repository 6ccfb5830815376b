package dev.tintype.core.flow.backup;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.Fetched;
import dev.tintype.core.flow.backup.BackupIndex.Watermark;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Copies watermarks into a backup. Recipes name them by their digests, and old versions may be
/// made again with them.
///
/// @param originals the private storage
record WatermarkCopy(Storage originals, BackupPlace place, ImageCopy copy) {

  /// @return those that the place has now
  List<Watermark> all() {
    List<Watermark> watermarks = new ArrayList<>();
    Optional<String> after = Optional.empty();
    List<StoredObject> page;
    do {
      page = originals.list(Keys.WATERMARKS, after, BackupPlace.PAGE);
      for (StoredObject object : page) {
        one(object).ifPresent(watermarks::add);
        after = Optional.of(object.key());
      }
    } while (page.size() == BackupPlace.PAGE);
    return watermarks;
  }

  private Optional<Watermark> one(StoredObject object) {
    if (!Keys.isWatermark(object.key())) {
      return Optional.empty();
    }
    Watermark mark =
        new Watermark(new Sha256(object.key().substring(Keys.WATERMARKS.length())), object.bytes());
    if (!copy.isKept(mark.sha256(), mark.bytes())) {
      try (Fetched file = Fetched.of(originals, object.key(), place.work()).orElse(null)) {
        if (file == null || !file.is(mark.bytes(), mark.sha256())) {
          return Optional.empty();
        }
        copy.keep(file);
      }
    }
    return Optional.of(mark);
  }
}
