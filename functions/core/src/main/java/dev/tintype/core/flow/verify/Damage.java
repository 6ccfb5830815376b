package dev.tintype.core.flow.verify;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.Unreadable;
import java.util.Locale;
import java.util.Optional;

/// One object that is not as the job store promises.
///
/// @param kind in what way
/// @param key the object's key: an original's begins with `originals/`, a variant's with its image;
///   of an unreadable record its key in the job store
/// @param imageId the image its key names, if it names one
/// @param version the version that misses it or whose folder it lies in, if there is one
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

  /// In what way an object is not as promised.
  public enum Kind {
    /// It is not there.
    MISSING,
    /// It has another length or another digest.
    ALTERED,
    /// Nothing names it.
    ORPHANED,
    /// It belongs to a version that ended otherwise than ready.
    HALF_DONE,
    /// It is no object but a record of the job store, which this build cannot read.
    UNREADABLE;

    /// @return the name in reports, such as `half_done`
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
