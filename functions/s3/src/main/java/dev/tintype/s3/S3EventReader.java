package dev.tintype.s3;

import dev.tintype.core.Keys;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads event notifications of S3, and of MinIO, about originals that arrived in our bucket. All
/// other records are ignored with a reason, so an unexpected record cannot block the queue. A
/// notification names no account: the queue's policy admits only our account's bucket
/// (`aws:SourceAccount`), and this class compares the bucket's name. Message structure:
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
public final class S3EventReader {

  private final String bucket;
  private final String region;

  /// @param bucket the originals' bucket; events of other buckets are ignored
  /// @param region its region
  public S3EventReader(String bucket, String region) {
    this.bucket = bucket;
    this.region = region;
  }

  /// @return whether the JSON has the form of a storage event
  public static boolean isEvent(JsonObject body) {
    return body.has("Records") || isTestEvent(body);
  }

  /// Opens the envelope in which SNS passes a storage's event on to a queue
  /// (https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html).
  ///
  /// @return the JSON in the envelope; the body itself when it is no envelope
  /// @throws MalformedJson when what is in the envelope is no JSON object
  public static JsonObject opened(JsonObject body) {
    boolean isEnvelope =
        body.node().path("Type").asText("").equals("Notification")
            && body.node().path("TopicArn").isTextual()
            && body.node().path("Message").isTextual();
    return isEnvelope ? Json.parse(body.node().path("Message").asText()) : body;
  }

  private static boolean isTestEvent(JsonObject body) {
    return body.node().path("Event").asText("").equals("s3:TestEvent");
  }

  /// @param body the body of one queue message
  /// @return a notice for each record, in their order
  /// @throws MalformedJson when there is no array of records
  public List<Notice> read(JsonObject body) {
    if (isTestEvent(body)) {
      return List.of(new Notice.Ignored("a test event of S3"));
    }
    return body.objects("Records").stream().map(this::notice).toList();
  }

  /// @param body the body of one queue message
  /// @throws MalformedJson when it is not a JSON object with records
  List<Notice> read(String body) {
    return read(Json.parse(body));
  }

  private Notice notice(JsonObject event) {
    try {
      return foreign(event).<Notice>map(Notice.Ignored::new).orElseGet(() -> arrived(event));
    } catch (MalformedJson e) {
      return new Notice.Ignored("not an S3 record: " + e.getMessage());
    }
  }

  private Optional<String> foreign(JsonObject event) {
    String source = event.text("eventSource");
    String name = event.text("eventName");
    String from = event.object("s3").object("bucket").text("name");
    if (!Quirks.isSource(source)) {
      return Optional.of("source " + source);
    }
    if (!from.equals(bucket)) {
      return Optional.of("bucket " + from);
    }
    if (!Quirks.isRegion(source, event.text("awsRegion"), region)) {
      return Optional.of("region " + event.text("awsRegion"));
    }
    return Quirks.isCreated(name) ? Optional.empty() : Optional.of("event " + name);
  }

  private static Notice arrived(JsonObject event) {
    String encoded = event.object("s3").object("object").text("key");
    try {
      String key = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
      return Keys.parseOriginal(key)
          .<Notice>map(Notice.Arrived::new)
          .orElseGet(() -> new Notice.Ignored("not an original's key: " + key));
    } catch (IllegalArgumentException e) {
      return new Notice.Ignored("a key that cannot be decoded: " + encoded);
    }
  }

  /// The content of one record.
  public sealed interface Notice {

    /// An original arrived.
    ///
    /// @param original its image and digest
    record Arrived(Keys.OriginalKey original) implements Notice {}

    /// A record to ignore and acknowledge.
    ///
    /// @param why the reason, for the log
    record Ignored(String why) implements Notice {}
  }
}
