package dev.tintype.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// A SHA-256 digest.
///
/// @param hex 64 lowercase hex digits
public record Sha256(String hex) {

  /// @throws IllegalArgumentException when `hex` is not 64 lowercase hex digits
  public Sha256 {
    if (!isHex(hex, 64)) {
      throw new IllegalArgumentException("a sha256 is 64 lowercase hex digits, not: " + hex);
    }
  }

  /// @return whether the text is exactly this many lowercase hex digits
  static boolean isHex(String text, int digits) {
    return text.length() == digits && text.chars().allMatch(Sha256::isDigit);
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /// @return a new digest for one thread
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// @return the digest of all bytes given to `digest`, which is then reset
  public static Sha256 of(MessageDigest digest) {
    return new Sha256(HexFormat.of().formatHex(digest.digest()));
  }

  /// @return the digest of the bytes
  public static Sha256 of(byte[] bytes) {
    MessageDigest digest = newDigest();
    digest.update(bytes);
    return of(digest);
  }

  /// @return the digest of the text in UTF-8
  public static Sha256 of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads the stream to its end. The caller closes the stream.
  ///
  /// @return the digest of all its bytes
  public static Sha256 of(InputStream bytes) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[1 << 16];
    for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return of(digest);
  }

  /// @return the form S3 uses in `x-amz-checksum-sha256`
  public String base64() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  @Override
  public String toString() {
    return hex;
  }
}
