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
  /// A conditional PUT of an existing key is answered with 403 instead of 412.
  REFUSES_WITH_403,
  /// A list does not contain what was stored a moment ago.
  LISTS_LATE,
  /// HEAD tells neither checksum nor metadata.
  FORGETS_CHECKSUMS,
  /// A range is answered with the whole object.
  IGNORES_RANGES,
  /// A deletion is answered, and nothing is deleted.
  KEEPS_DELETED,
  /// Every request about an object is answered with 503.
  IS_OUT
}
