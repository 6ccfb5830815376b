package dev.tintype.core.state;

import dev.tintype.core.Version;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.VersionState.Ready;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One set of an image: what one recipe name makes of it. Immutable.
///
/// @param latest the version that was decided last
/// @param current the ready version that the set shows. Its generation only rises
/// @param reopened the versions that were decided again before they were ready, each with the
///   generation of its last decision. For every other version, the generation is its
///   [VersionRecord#sequence]
public record ImageSet(Version latest, Optional<Current> current, Map<Version, Long> reopened) {

  /// Copies the map.
  public ImageSet {
    reopened = Map.copyOf(reopened);
  }

  /// Takes a decision. A ready version is shown at once; any other version when it becomes ready.
  ///
  /// @param isOwn whether this set created the version
  /// @param generation higher than that of every earlier decision
  ImageSet decided(VersionRecord version, boolean isOwn, long generation) {
    ImageSet next = new ImageSet(version.job().version(), current, reopened);
    return next.passed(version, isOwn, generation);
  }

  /// Shows a version that became ready, unless a later decision is shown already.
  ///
  /// @param generation the generation of the last decision for the version
  ImageSet ready(Version version, long generation) {
    if (isShownSince(generation)) {
      return this;
    }
    Map<Version, Long> later = new HashMap<>(reopened);
    later.values().removeIf(open -> open <= generation);
    return new ImageSet(latest, Optional.of(new Current(version, generation)), later);
  }

  /// Puts a successor in the place of a superseded version.
  ///
  /// @param isOwn whether this set created the successor
  /// @param generation the generation of the last decision for the superseded version; absent when
  ///   this set never decided it
  ImageSet superseded(
      Version ended, VersionRecord successor, boolean isOwn, Optional<Long> generation) {
    Map<Version, Long> left = new HashMap<>(reopened);
    left.remove(ended);
    Version next = latest.equals(ended) ? successor.job().version() : latest;
    ImageSet without = new ImageSet(next, current, left);
    return generation.map(at -> without.passed(successor, isOwn, at)).orElse(without);
  }

  /// Gives a version the generation of a decision, unless it has a later one. A version that this
  /// set created has that of its sequence without a note.
  private ImageSet passed(VersionRecord record, boolean isOwn, long generation) {
    Version version = record.job().version();
    if (record.state() instanceof Ready) {
      return ready(version, generation);
    }
    if (isShownSince(generation) || (isOwn && record.sequence() >= generation)) {
      return this;
    }
    Map<Version, Long> more = new HashMap<>(reopened);
    more.merge(version, generation, Math::max);
    return new ImageSet(latest, current, more);
  }

  private boolean isShownSince(long generation) {
    return current.filter(shown -> shown.sequence() >= generation).isPresent();
  }

  /// @return whether the set shows the version that was decided last
  boolean showsLatest() {
    return shows(latest);
  }

  /// @return whether the set shows the version
  public boolean shows(Version version) {
    return current.filter(shown -> shown.version().equals(version)).isPresent();
  }
}
