package dev.tintype.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.look.WebLook.Missing;
import dev.tintype.core.state.Erasure.Permissions;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the erasures of a server look for files.
final class ErasurePartsTest {

  @TempDir private Path folder;

  /// S3 does so for readers who may not list the bucket.
  @Test
  void aMissingFileMayBeForbiddenOnlyWhereTheStorageIsS3() {
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    try (Backends backends =
        Backends.open(new DataFolder(folder), context.clock(), context.random())) {
      assertThat(ErasureParts.missing(backends.storage().permissions()))
          .isEqualTo(Missing.NOT_FOUND);
    }
    assertThat(ErasureParts.missing(Permissions.STAY)).isEqualTo(Missing.OR_FORBIDDEN);
  }
}
