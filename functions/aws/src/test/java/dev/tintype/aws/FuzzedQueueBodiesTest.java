package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.fuzz.JazzerRun;
import dev.tintype.core.port.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FuzzedQueueBodiesTest {

  private static final ImageId IMAGE = new ImageId("01JD0000000000000000000000");

  @TempDir private Path findings;

  @Test
  void anyMessageBodyIsClassified() throws Exception {
    String event =
        """
        {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put",\
        "awsRegion":"eu-central-1","s3":{"bucket":{"name":"originals-bucket"},\
        "object":{"key":"%s"}}}]}\
        """
            .formatted(Keys.original(IMAGE, Sha256.of("x")));
    JazzerRun.Ended ended =
        JazzerRun.of(
            QueueBodyTarget.class,
            findings,
            List.of(
                utf8(event),
                utf8(event.replace('/', '%')),
                utf8("{\"Event\":\"s3:TestEvent\"}"),
                utf8(new Message(IMAGE, new Version("0123456789abcdef"), "sweep").json())));
    assertThat(ended.foundNothing()).as(ended.said()).isTrue();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
