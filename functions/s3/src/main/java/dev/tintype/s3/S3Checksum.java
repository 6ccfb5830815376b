package dev.tintype.s3;

import dev.tintype.core.Sha256;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SHA-256 that S3 reports for an object without reading it.
final class S3Checksum {

  /// User metadata that holds the digest in hex, for stores that keep no checksums.
  static final String METADATA = "sha256";

  private static final int SHA256_BYTES = 32;

  private S3Checksum() {}

  /// @return whether a checksum is one of checksums, as that of a multipart upload
  static boolean isOfParts(String checksum) {
    return checksum.indexOf('-') >= 0;
  }

  /// @param checksum the answer's `x-amz-checksum-sha256`. For a multipart upload it is a checksum
  ///   of checksums and ends in `-` and a count; then it is not a digest of the bytes
  /// @param metadata the answer's user metadata
  static Optional<Sha256> of(@Nullable String checksum, Map<String, String> metadata) {
    if (checksum != null && !isOfParts(checksum)) {
      byte[] digest = Base64.getDecoder().decode(checksum);
      if (digest.length == SHA256_BYTES) {
        return Optional.of(new Sha256(HexFormat.of().formatHex(digest)));
      }
    }
    return Optional.ofNullable(metadata.get(METADATA)).map(Sha256::new);
  }
}
