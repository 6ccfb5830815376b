package dev.tintype.aws;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Records of images without their files. A higher number means a newer image.
final class SyntheticImages {

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private SyntheticImages() {}

  /// An image with one version.
  ///
  /// @param image the image
  /// @param version its latest version
  record Synthetic(ImageRecord image, VersionRecord version) {

    /// @return a change that writes both
    Change change() {
      return Change.of(
          new Write.PutImage(Optional.empty(), image),
          new Write.PutVersion(Optional.empty(), version));
    }
  }

  static ImageId id(int number) {
    return new ImageId(String.format(Locale.ROOT, "01%024d", number));
  }

  /// @return a version of an image, in this state
  static VersionRecord version(int number, int sequence, VersionState state) {
    return new VersionRecord(job(number, sequence), sequence, 1, 1, 0, 0, state, due(state), at(0));
  }

  private static Optional<Instant> due(VersionState state) {
    return state.isEnd() ? Optional.empty() : Optional.of(at(3_600));
  }

  private static Instant at(int seconds) {
    return START.plus(Duration.ofSeconds(seconds));
  }

  private static ImageJob job(int number, int sequence) {
    return ImageJob.of(
        id(number),
        new ImageJob.Original(Sha256.of("original " + sequence), 4_200_000, "image/jpeg"),
        Recipes.DEFAULT,
        RenderRevision.CURRENT,
        START);
  }

  /// @return an image with its first version
  static ImageRecord image(int number, Version version) {
    return ImageRecord.first(id(number), Optional.of("photo " + number + ".jpg"), version, START);
  }

  static Synthetic in(int number, VersionState state) {
    VersionRecord version = version(number, 1, state);
    ImageRecord first = image(number, version.job().version());
    ImageRecord image = state instanceof VersionState.Ready ? first.withReady(version) : first;
    return new Synthetic(image, version);
  }

  static Synthetic ready(int number) {
    return in(number, new VersionState.Ready(MemoryRenderer.manifest(job(number, 1))));
  }

  static Synthetic failed(int number) {
    return in(number, new VersionState.Failed(Rejection.TRUNCATED, "synthetic"));
  }
}
