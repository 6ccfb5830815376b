package dev.tintype.s3;

import dev.tintype.s3.emulator.Stand;

/// A way to misuse an upload permission, and the status of the response: of S3 according to its
/// documentation (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html), of
/// LocalStack 4.14.0, and of the embedded S3Proxy.
enum Tampering {
  ANOTHER_TYPE("another `content-type`", 403, 403, 403),
  NO_TYPE("no `content-type`", 403, 403, 403),
  ANOTHER_CHECKSUM("another `x-amz-checksum-sha256`", 403, 403, 403),
  NO_CHECKSUM("no `x-amz-checksum-sha256`", 403, 403, 403),
  NO_CONDITION("no `if-none-match`", 403, 403, 403),
  ANOTHER_CONDITION("another `if-none-match`", 403, 403, 403),
  LONGER("one byte more", 403, 403, 403),
  SHORTER("one byte less", 403, 403, 403),
  EMPTY("no bytes", 403, 403, 403),
  OTHER_BYTES("other bytes of the same length", 400, 400, 400),
  ANOTHER_KEY("another key", 403, 403, 403),
  ANOTHER_BUCKET("another bucket", 403, 403, 403),
  LONGER_LIFE("a later expiry", 403, 403, 403),
  EXPIRED("after the permission expired", 403, 403, 403),
  BROKEN_SIGNATURE("a changed signature", 403, 403, 403),
  ANOTHER_METHOD("`GET` instead of `PUT`", 403, 403, 403),
  WRONG_SECRET("signed with another secret", 403, 403, 403),
  ANOTHER_REGION("signed for another region", 400, 200, 200),
  UNSIGNED_HEADER("an additional, unsigned `x-amz-meta-` header", 403, 403, 200),
  REPLAY("the same request again, after the original was stored", 412, 412, 412);

  private final String text;
  private final int s3;
  private final int localStack;
  private final int embedded;

  Tampering(String text, int s3, int localStack, int embedded) {
    this.text = text;
    this.s3 = s3;
    this.localStack = localStack;
    this.embedded = embedded;
  }

  /// versitygw 1.8.0 answers as S3 is documented. SeaweedFS 4.53 answers as LocalStack does. MinIO
  /// has no region unless it is set up with one, and answers 400 if a signed header is missing or a
  /// header of Amazon's is not signed.
  int status(Stand stand) {
    return switch (stand) {
      case EMBEDDED -> embedded;
      case LOCALSTACK, SEAWEEDFS -> localStack;
      case VERSITYGW -> s3;
      case MINIO -> minio();
    };
  }

  private int minio() {
    return switch (this) {
      case NO_TYPE, NO_CHECKSUM, NO_CONDITION, UNSIGNED_HEADER -> 400;
      case ANOTHER_REGION -> 200;
      default -> s3;
    };
  }

  /// @return a row of the table in `docs/deploy.md`
  String row() {
    return "| %s | %d | %s | %s |".formatted(text, s3, marked(localStack), marked(embedded));
  }

  private String marked(int status) {
    return status == s3 ? Integer.toString(status) : "**" + status + "**";
  }
}
