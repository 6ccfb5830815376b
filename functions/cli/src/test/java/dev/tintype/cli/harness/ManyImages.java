package dev.tintype.cli.harness;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
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
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Records of ready images, without their files.
public final class ManyImages {

  private static final int AT_ONCE = 50;

  private ManyImages() {}

  /// Records some images, each with the manifest of a typical recipe.
  ///
  /// @param data a data folder; it is created if it is missing
  /// @return a token with the read scope
  public static String in(Path data, int images) {
    SecureRandom random = new SecureRandom();
    try (Backends backends = Backends.open(new DataFolder(data), InstantSource.system(), random)) {
      for (int i = 0; i < images; i += AT_ONCE) {
        List<Write> writes = new ArrayList<>();
        for (int j = i; j < Math.min(images, i + AT_ONCE); j++) {
          writes.addAll(image(j, random));
        }
        if (!backends.jobs().commit(new Change(writes))) {
          throw new AssertionError("the images could not be recorded");
        }
      }
      return backends.tokens().create("reader", Set.of("images:read"), Optional.empty()).text();
    }
  }

  private static List<Write> image(int number, SecureRandom random) {
    Instant at = Instant.now();
    ImageId id = ImageId.newUlid(at, random);
    ImageJob job =
        ImageJob.of(
            id,
            new ImageJob.Original(Sha256.of("original " + number), 1_000, "image/jpeg"),
            Recipes.DEFAULT,
            RenderRevision.CURRENT,
            at);
    Version version = job.version();
    VersionRecord ready =
        new VersionRecord(
            job,
            1,
            1,
            1,
            0,
            0,
            new VersionState.Ready(MemoryRenderer.manifest(job)),
            Optional.empty(),
            at);
    ImageRecord image =
        ImageRecord.first(id, Optional.of("photo " + number + ".jpg"), version, at)
            .withReady(ready);
    return List.of(
        new Write.PutImage(Optional.empty(), image), new Write.PutVersion(Optional.empty(), ready));
  }
}
