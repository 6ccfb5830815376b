package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreEventsTest {

  private static final String KEY =
      Keys.original(new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"), Sha256.of("bytes"));

  private final StoreEvents events = new StoreEvents("ours", "us-east-1");

  private static String records(String source, String region, String name) {
    return """
    {"EventName":"x","Records":[{"eventVersion":"2.2","eventSource":"%s","awsRegion":"%s",
    "eventName":"%s","userIdentity":{"PrincipalId":"test"},
    "s3":{"bucket":{"name":"ours"},"object":{"key":"%s","size":3,"versionId":null}}}]}\
    """
        .formatted(source, region, name, KEY);
  }

  private static String seaweed(String type, String key) {
    return """
    {"key":"%s","event_type":"%s","message":{"new_entry":{"name":"x"}}}\
    """
        .formatted(key, type);
  }

  @ParameterizedTest
  @CsvSource({
    "aws:s3, us-east-1, ObjectCreated:Put",
    "aws:s3, us-east-1, s3:ObjectCreated:Put",
    "minio:s3, '', s3:ObjectCreated:Put",
  })
  void recordsOfS3VersitygwAndMinioAreRead(String source, String region, String name) {
    assertThat(events.arrivals(records(source, region, name))).containsExactly(KEY);
  }

  @Test
  void anEventOfSeaweedIsRead() {
    assertThat(events.arrivals(seaweed("create", "/buckets/ours/" + KEY))).containsExactly(KEY);
  }

  @Test
  void anEnvelopeOfSnsIsOpened() {
    String record = records("aws:s3", "us-east-1", "ObjectCreated:Put");
    assertThat(events.arrivals(enveloped(record))).containsExactly(KEY);
    assertThatThrownBy(() -> events.arrivals(enveloped("hello"))).isInstanceOf(MalformedJson.class);
    assertThatThrownBy(() -> events.arrivals(enveloped(enveloped(record))))
        .isInstanceOf(MalformedJson.class);
  }

  private static String enveloped(String message) {
    return Json.write(
        Json.object()
            .put("Type", "Notification")
            .put("MessageId", "719a6bbf-f51b-5320-920f-3385b5e9aa56")
            .put("TopicArn", "arn:aws:sns:us-east-1:123456789012:uploads")
            .put("Message", message));
  }

  @ParameterizedTest
  @CsvSource({
    "delete, /buckets/ours/KEY",
    "create, /buckets/theirs/KEY",
    "create, /other/ours/KEY",
    "create, /buckets/ours/originals/x",
    "create, /buckets/ours",
  })
  void otherEventsOfSeaweedAreIgnored(String type, String key) {
    assertThat(events.arrivals(seaweed(type, key.replace("KEY", KEY)))).isEmpty();
  }

  @Test
  void recordsOfAnotherBucketAreIgnored() {
    String record = records("aws:s3", "us-east-1", "s3:ObjectCreated:Put");
    assertThat(events.arrivals(record.replace("\"ours\"", "\"theirs\""))).isEmpty();
  }

  @Test
  void otherRecordsAreIgnored() {
    assertThat(events.arrivals(records("aws:s3", "us-east-1", "s3:ObjectRemoved:Delete")))
        .isEmpty();
    assertThat(events.arrivals("{\"Service\":\"S3\",\"Event\":\"s3:TestEvent\"}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "{}", "{\"key\":7,\"event_type\":\"create\"}"})
  void anythingElseIsMalformed(String body) {
    assertThatThrownBy(() -> events.arrivals(body)).isInstanceOf(MalformedJson.class);
  }
}
