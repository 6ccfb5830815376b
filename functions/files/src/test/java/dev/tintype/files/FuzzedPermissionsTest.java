package dev.tintype.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.fuzz.JazzerRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FuzzedPermissionsTest {

  @Test
  void onlyWhatWasSignedIsPermitted(@TempDir Path findings) throws Exception {
    JazzerRun.Ended ended =
        JazzerRun.of(PermissionTarget.class, findings, List.of(new byte[] {1, 1, 0, 0}));
    assertThat(ended.foundNothing()).as(ended.said()).isTrue();
  }
}
