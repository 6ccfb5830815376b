package dev.tintype.presign;

import dev.tintype.core.Keys;
import dev.tintype.core.Limits;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.recipe.WatermarkFiles;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The watermarks that a recipe file may name on AWS: those in the bucket of originals. They are
/// written once, so each is looked for once. Safe for use by many threads.
final class StoredWatermarks implements WatermarkFiles {

  private final Storage originals;
  private final Set<Sha256> found = ConcurrentHashMap.newKeySet();

  StoredWatermarks(Storage originals) {
    this.originals = originals;
  }

  @Override
  public Sha256 digest(String name) {
    throw new MalformedJson(
        "has no meaning on AWS: store the file in the bucket of originals as watermarks/{sha256},"
            + " and write its sha256 instead");
  }

  /// @throws dev.tintype.core.port.StoreUnavailable when the bucket does not answer
  @Override
  public void require(Sha256 image) {
    if (!found.contains(image)) {
      Optional<StoredObject> stored = originals.head(Keys.watermark(image));
      if (stored.isEmpty()) {
        throw new MalformedJson("names " + Keys.watermark(image) + ", which is not stored");
      }
      if (stored.get().bytes() > Limits.MAX_WATERMARK_BYTES) {
        throw new MalformedJson(
            "names a file that must have at most %,d bytes, not %,d"
                .formatted(Limits.MAX_WATERMARK_BYTES, stored.get().bytes()));
      }
      found.add(image);
    }
  }
}
