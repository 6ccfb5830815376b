package dev.tintype.s3.emulator;

/// What a store with S3's protocol may do wrong.
public enum Fault {
  /// `If-None-Match: *` is not looked at, as in Garage 2.5.0.
  IGNORES_CONDITION,
  /// `If-None-Match: *` is looked at, but not in one step with the write.
  CHECKS_THEN_WRITES,
  /// `If-None-Match: *` is kept the wrong way round, as in a release of Ceph's posix driver.
  INVERTS_CONDITION,
  /// `x-amz-checksum-sha256` is not compared with the bytes.
  IGNORES_CHECKSUM,
  /// No signature is verified.
  IGNORES_SIGNATURE,
  /// `x-amz-` headers that are not signed are accepted.
  TAKES_UNSIGNED_HEADERS,
  /// A missing object is answered with 403, as S3 does without the right to list.
  FORBIDS_LISTING,
  /// A conditional PUT or copy to an existing key is answered with 403 instead of 412.
  REFUSES_WITH_403,
  /// A list does not contain what was stored a moment ago.
  LISTS_LATE,
  /// HEAD tells neither checksum nor metadata.
  FORGETS_CHECKSUMS,
  /// A range is answered with the whole object.
  IGNORES_RANGES,
  /// A deletion is answered, and nothing is deleted.
  KEEPS_DELETED,
  /// The deletion of an object that is not there is answered with 404 instead of 204, and is an
  /// error in the answer to a deletion of many.
  REFUSES_TO_DELETE_NOTHING,
  /// Every request about an object is answered with 404, because there is no bucket.
  LACKS_BUCKET,
  /// Every request about an object is answered with 404 by a proxy that does not find the store.
  IS_NOT_FOUND,
  /// `If-None-Match: *` of a copy is not looked at.
  IGNORES_COPY_CONDITION,
  /// `If-None-Match: *` of a copy is looked at, but not in one step with the write.
  CHECKS_THEN_COPIES,
  /// `x-amz-copy-source-if-match` is not looked at.
  IGNORES_COPY_SOURCE_CONDITION,
  /// A copy has the content type and `Cache-Control` of nothing.
  COPIES_WITHOUT_HEADERS,
  /// A copy has no checksum.
  COPIES_WITHOUT_CHECKSUM,
  /// Of copies under a key that no probe uses, the last byte is different.
  COPIES_OTHER_BYTES,
  /// A copy is answered with 501.
  REFUSES_COPIES,
  /// A copy is answered with 403.
  FORBIDS_COPIES,
  /// The answer to every copy under a key that no probe uses is lost once.
  LOSES_ANSWERS_TO_COPIES,
  /// A copy to a key that exists is answered with 409 instead of 412.
  REFUSES_COPIES_WITH_409,
  /// A put is carried out, and the connection is closed without an answer.
  LOSES_ANSWERS_TO_PUTS,
  /// Every request about an object is answered with 503.
  IS_OUT
}
