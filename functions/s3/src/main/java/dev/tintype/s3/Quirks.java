package dev.tintype.s3;

import dev.tintype.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Where stores with S3's protocol differ from S3 and from each other, and Tintype bears it. What
/// it cannot bear is a finding of [StoreProbe].
///
/// Some differences need no code:
///
/// * SeaweedFS accepts a permission that was signed for another region. The secret decides who may
///   sign, so this opens nothing.
/// * A store may keep no checksums: then [S3Storage] compares the digest in the metadata, or reads
///   the object.
/// * A store may ignore the condition of a copy, as versitygw 1.8.0 and MinIO do: then [CopyProbe]
///   lets files be copied through this machine.
/// * versitygw and SeaweedFS answer 501 to `PutBucketNotification`. Clients announce their uploads,
///   and the server asks the store.
final class Quirks {

  /// The region of stores outside AWS, unless they are set up with another one.
  static final String USUAL_REGION = "us-east-1";

  /// S3 has no limit; MinIO, Ceph and others name theirs.
  private static final Set<String> NO_ROOM =
      Set.of("XMinioStorageFull", "QuotaExceeded", "InsufficientStorage");

  private static final String MINIO = "minio:s3";
  private static final String CREATED = "ObjectCreated:";

  private static final String SEAWEED_KEY = "key";
  private static final String SEAWEED_TYPE = "event_type";

  private Quirks() {}

  /// @return whether a write failed because the store is full
  static boolean isFull(S3Exception e) {
    return AwsCall.errorCode(e).filter(NO_ROOM::contains).isPresent();
  }

  /// S3 answers 412 to a conditional PUT of a key that exists, and may answer 409 while another
  /// request writes or deletes it
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
  static boolean isTaken(int status) {
    return status == 412 || status == 409;
  }

  /// @return whether the status says that the store cannot answer now. 501 is not among them: it
  ///   says what the store lacks
  static boolean isOutage(int status) {
    return status >= 500 && status != 501;
  }

  /// @return whether the status says that the store does not know such a request at all: stores
  ///   without a call or a header answer 501, 405 or 400
  static boolean isUnknown(int status) {
    return status == 501 || status == 405 || status == 400;
  }

  /// @return what is wrong when the store answers a HEAD of a bucket with this status, as
  ///   [S3Address]' problems are worded; absent for a status that says nothing about the address
  static Optional<String> problem(int status, String bucket, String region) {
    return switch (status) {
      case 404 -> Optional.of("names a bucket that does not exist, " + bucket);
      case 401, 403 ->
          Optional.of(
              "names a bucket that the store does not open for these credentials, " + bucket);
      // S3 answers 301 for another region, some stores 400.
      case 301, 400 ->
          Optional.of("names a bucket that is not in the region " + region + ", " + bucket);
      default -> Optional.empty();
    };
  }

  /// @return whether a record comes from S3 or from MinIO, which names itself
  static boolean isSource(String eventSource) {
    return eventSource.equals("aws:s3") || eventSource.equals(MINIO);
  }

  /// @return whether a record's region is ours; MinIO leaves it empty unless it is set up
  static boolean isRegion(String eventSource, String found, String ours) {
    return found.equals(ours) || (found.isEmpty() && eventSource.equals(MINIO));
  }

  /// @return whether an object was created; MinIO and versitygw write `s3:` in front of the name
  static boolean isCreated(String eventName) {
    return eventName.startsWith(CREATED) || eventName.startsWith("s3:" + CREATED);
  }

  /// @return whether an event has SeaweedFS' own form
  static boolean isSeaweedEvent(JsonObject event) {
    return event.has(SEAWEED_KEY) && event.has(SEAWEED_TYPE);
  }

  /// SeaweedFS names a file by its path in the filer, and leaves it unencoded.
  ///
  /// @return the key of the object that was created in this bucket; absent for every other event
  static Optional<String> createdInSeaweed(JsonObject event, String bucket) {
    String folder = "/buckets/" + bucket + "/";
    String path = event.text(SEAWEED_KEY);
    return event.text(SEAWEED_TYPE).equals("create") && path.startsWith(folder)
        ? Optional.of(path.substring(folder.length()))
        : Optional.empty();
  }
}
