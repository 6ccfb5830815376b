package dev.tintype.core.flow.verify;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.Unreadable;
import java.util.Locale;
import java.util.Optional;

/// One object that differs from what the job store promises.
///
/// @param kind the kind of difference
/// @param key the object's key. An original's key begins with `originals/`, a variant's with its
///   image. For an unreadable record it is the record's key in the job store
/// @param imageId the image in the key, if there is one
/// @param version the version that misses the object or whose folder holds it, if there is one
/// @param detail what was seen
public record Damage(
    Kind kind, String key, Optional<ImageId> imageId, Optional<Version> version, String detail) {

  static Damage of(Unreadable record) {
    return new Damage(
        Kind.UNREADABLE,
        record.key(),
        record.imageId(),
        Optional.empty(),
        "the record of this " + record.kind().code() + " cannot be read: " + record.why());
  }

  /// The kind of difference.
  public enum Kind {
    /// The object is missing.
    MISSING,
    /// The object has another length or another digest.
    ALTERED,
    /// No record names the object.
    ORPHANED,
    /// The object belongs to a version that ended without being ready.
    HALF_DONE,
    /// Not an object but a record of the job store that this release cannot read.
    UNREADABLE;

    /// @return the name in reports, such as `half_done`
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
