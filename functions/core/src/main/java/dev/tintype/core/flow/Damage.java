package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import java.util.Locale;
import java.util.Optional;

/// One object that is not as the job store promises.
///
/// @param kind in what way
/// @param key the object's key: an original's begins with `originals/`, a variant's with its image
/// @param imageId the image its key names, if it names one
/// @param version the version that misses it or whose folder it lies in, if there is one
/// @param detail what was seen
public record Damage(
    Kind kind, String key, Optional<ImageId> imageId, Optional<Version> version, String detail) {

  /// In what way an object is not as promised.
  public enum Kind {
    /// It is not there.
    MISSING,
    /// It has another length or another digest.
    ALTERED,
    /// Nothing names it.
    ORPHANED,
    /// It belongs to a version that ended otherwise than ready.
    HALF_DONE;

    /// @return the name in reports, such as `half_done`
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
