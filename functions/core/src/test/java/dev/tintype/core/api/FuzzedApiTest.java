package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Sha256;
import dev.tintype.core.fuzz.JazzerRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FuzzedApiTest {

  @Test
  void everyRequestIsAnswered(@TempDir Path findings) throws Exception {
    String wish =
        "{\"contentType\":\"image/png\",\"bytes\":1,\"recipe\":\"fast\",\"sha256\":\"%s\"}"
            .formatted(Sha256.of("x"));
    // The fuzzer takes choices from the end of an input: no header, no query, a known path, POST.
    byte[] seed = (wish + "\0\0\1\0\0").getBytes(StandardCharsets.UTF_8);
    JazzerRun.Ended ended = JazzerRun.of(ApiTarget.class, findings, List.of(seed));
    assertThat(ended.foundNothing()).as(ended.said()).isTrue();
  }
}
