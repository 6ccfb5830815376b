package dev.tintype.server.http.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.fuzz.JazzerRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FuzzedRangeTest {

  @Test
  void aParsedRangeLiesInsideTheObject(@TempDir Path findings) throws Exception {
    JazzerRun.Ended ended =
        JazzerRun.of(
            RangeTarget.class,
            findings,
            List.of("bytes=0-99\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.UTF_8)));
    assertThat(ended.foundNothing()).as(ended.said()).isTrue();
  }
}
