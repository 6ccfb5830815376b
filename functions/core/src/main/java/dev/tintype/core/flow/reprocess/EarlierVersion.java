package dev.tintype.core.flow.reprocess;

import dev.tintype.core.ImageJob;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.ImageSet;
import dev.tintype.core.state.ImageSets;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The versions of one set of an image, and the one that the set goes back to.
///
/// @param set the name of the set
/// @param image the image with its sets named
/// @param versions all versions of the image
record EarlierVersion(String set, ImageRecord image, List<VersionRecord> versions) {

  /// Copies the list.
  EarlierVersion {
    versions = List.copyOf(versions);
  }

  ImageSets sets() {
    return image.sets().orElseThrow();
  }

  private ImageSet own() {
    return sets().named(set).orElseThrow();
  }

  /// The version that a rollback takes back: the one that was decided last. A version of another
  /// original that ended without variants is passed over, because the set goes on to show the
  /// original before it.
  ///
  /// @return absent when its record is gone
  Optional<VersionRecord> takenBack() {
    Optional<VersionRecord> latest = version(own().latest());
    Optional<VersionRecord> shown = shown();
    boolean isOver =
        latest
            .filter(last -> last.state().isEnd() && !(last.state() instanceof Ready))
            .filter(last -> shown.filter(now -> isSameOriginal(now, last)).isEmpty())
            .isPresent();
    return isOver && shown.isPresent() ? shown : latest;
  }

  /// The version that the set showed before: the shown one while the version that is taken back is
  /// not shown yet, else the newest ready one that the set made of the same original before. One
  /// with the focal point that the original has now is preferred.
  ///
  /// @param left what [#takenBack] answered
  /// @param from leaves out versions of a recipe with this digest
  Optional<VersionRecord> before(VersionRecord left, Optional<Sha256> from) {
    Optional<VersionRecord> shown =
        shown()
            .filter(now -> !now.job().version().equals(left.job().version()))
            .filter(now -> isChoice(now, left, from));
    return shown.or(() ->
        versions.stream()
            .filter(version -> version.sequence() < newest(left))
            .filter(version -> sets().isOwn(set, version))
            .filter(version -> isChoice(version, left, from))
            .max(
                Comparator.comparing(this::hasTheFocalPoint)
                    .thenComparingLong(VersionRecord::sequence)));
  }

  private boolean hasTheFocalPoint(VersionRecord version) {
    ImageJob job = version.job();
    return !job.recipe().cropsByFocus()
        || job.focus().equals(image.focused(job.original()).focus());
  }

  /// The generation that created what the set shows, or what is taken back while it shows nothing.
  private long newest(VersionRecord left) {
    return shown().filter(now -> isSameOriginal(now, left)).orElse(left).sequence();
  }

  private static boolean isChoice(
      VersionRecord version, VersionRecord left, Optional<Sha256> from) {
    return version.state() instanceof Ready
        && isSameOriginal(version, left)
        && from.filter(version.job().recipe().digest()::equals).isEmpty();
  }

  private static boolean isSameOriginal(VersionRecord one, VersionRecord other) {
    return one.job().original().sha256().equals(other.job().original().sha256());
  }

  private Optional<VersionRecord> shown() {
    return own().current().map(Current::version).flatMap(this::version);
  }

  /// @return a version of the image
  Optional<VersionRecord> version(Version name) {
    return versions.stream().filter(found -> found.job().version().equals(name)).findFirst();
  }
}
