package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.aws.QueueBodyReader.QueueBody;
import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import dev.tintype.s3.S3EventReader;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QueueBodyReaderTest {

  private static final String KEY =
      Keys.original(new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"), Sha256.of("bytes"));
  private static final String EVENT =
      """
      {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put",\
      "awsRegion":"eu-central-1","s3":{"bucket":{"name":"ours"},"object":{"key":"%s"}}}]}\
      """
          .formatted(KEY);

  private final QueueBodyReader reader =
      new QueueBodyReader(new S3EventReader("ours", "eu-central-1"));

  @Test
  void anEventThatSnsPassesOnIsAnArrival() {
    String body =
        Json.write(
            Json.object()
                .put("Type", "Notification")
                .put("TopicArn", "arn:aws:sns:eu-central-1:123456789012:uploads")
                .put("Message", EVENT));
    assertThat(reader.read(EVENT)).isEqualTo(new QueueBody.Arrivals(List.of(KEY), List.of()));
    assertThat(reader.read(body)).isEqualTo(reader.read(EVENT));
  }
}
