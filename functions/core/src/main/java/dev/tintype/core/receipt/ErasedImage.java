package dev.tintype.core.receipt;

import dev.tintype.core.ImageId;
import java.time.Instant;
import java.util.List;

/// What a receipt says of an erased image. It does not have the image's name: a name may be
/// personal data, and the tombstone has none.
///
/// @param id the image
/// @param originals the digests of its originals, as hex digits
/// @param versions the names of its versions
/// @param objectsDeleted how many objects were deleted: originals, variants and manifests
/// @param askedAt when the erasure was requested
/// @param deletedAt when the last deletion ended
/// @param lastCheck the last look through the public URL
public record ErasedImage(
    ImageId id,
    List<String> originals,
    List<String> versions,
    long objectsDeleted,
    Instant askedAt,
    Instant deletedAt,
    LastCheck lastCheck) {
  /// Copies the lists.
  public ErasedImage {
    originals = List.copyOf(originals);
    versions = List.copyOf(versions);
  }
}
