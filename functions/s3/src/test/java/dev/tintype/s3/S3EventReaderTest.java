package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.s3.S3EventReader.Notice;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3EventReaderTest {

  private static final ImageId IMAGE = new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012");
  private static final Sha256 SHA256 = Sha256.of("bytes");
  private static final String KEY = Keys.original(IMAGE, SHA256);

  private final S3EventReader reader = new S3EventReader("ours", "eu-central-1");

  private static String event(String source, String name, String bucket, String key) {
    return """
    {"Records":[{"eventVersion":"2.1","eventSource":"%s","awsRegion":"eu-central-1",
    "eventName":"%s","s3":{"bucket":{"name":"%s"},"object":{"key":"%s","size":3}}}]}\
    """
        .formatted(source, name, bucket, key);
  }

  private static String put(String key) {
    return event("aws:s3", "ObjectCreated:Put", "ours", key);
  }

  @Test
  void anArrivedOriginalIsReturned() {
    assertThat(reader.read(put(KEY)))
        .containsExactly(new Notice.Arrived(new Keys.OriginalKey(IMAGE, SHA256)));
  }

  @Test
  void keysAreDecodedAsFormValues() {
    String encoded = URLEncoder.encode(KEY, StandardCharsets.UTF_8);
    assertThat(encoded).contains("%2F");
    assertThat(reader.read(put(encoded)))
        .containsExactly(new Notice.Arrived(new Keys.OriginalKey(IMAGE, SHA256)));
    assertThat(why(put("originals/red+flower%20%2B.jpg"))).endsWith("originals/red flower +.jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "originals/%zz", "", "originals/../x", "variants/x", "%2e%2e%2f"})
  void otherKeysAreIgnored(String key) {
    assertThat(reader.read(put(key))).hasOnlyElementsOfType(Notice.Ignored.class);
  }

  @Test
  void foreignRecordsAreIgnoredWithAReason() {
    assertThat(why(event("aws:sqs", "ObjectCreated:Put", "ours", KEY))).isEqualTo("source aws:sqs");
    assertThat(why(event("aws:s3", "ObjectCreated:Put", "theirs", KEY))).isEqualTo("bucket theirs");
    assertThat(why(event("aws:s3", "ObjectRemoved:Delete", "ours", KEY)))
        .isEqualTo("event ObjectRemoved:Delete");
    assertThat(why(put(KEY).replace("eu-central-1", "us-east-1"))).isEqualTo("region us-east-1");
    assertThat(why("{\"Records\":[{\"eventSource\":7}]}")).startsWith("not an S3 record");
  }

  @Test
  void minioNamesItselfAndLeavesTheRegionEmpty() {
    String record =
        event("minio:s3", "s3:ObjectCreated:Put", "ours", KEY).replace("eu-central-1", "");
    assertThat(reader.read(record))
        .containsExactly(new Notice.Arrived(new Keys.OriginalKey(IMAGE, SHA256)));
    assertThat(why(put(KEY).replace("eu-central-1", ""))).isEqualTo("region ");
  }

  @Test
  void theTestEventIsIgnored() {
    assertThat(why("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"ours\"}"))
        .isEqualTo("a test event of S3");
  }

  @Test
  void oneForeignRecordDoesNotHideOthers() {
    String two = put(KEY).replace("]}", ",{\"eventSource\":\"x\"}]}");
    assertThat(reader.read(two)).hasSize(2);
    assertThat(reader.read(two).getFirst()).isInstanceOf(Notice.Arrived.class);
  }

  private String why(String body) {
    List<Notice> notices = reader.read(body);
    assertThat(notices).hasSize(1);
    return ((Notice.Ignored) notices.getFirst()).why();
  }
}
