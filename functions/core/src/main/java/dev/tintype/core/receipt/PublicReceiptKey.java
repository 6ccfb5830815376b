package dev.tintype.core.receipt;

import dev.tintype.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// The public part of a key that signs receipts.
///
/// @param base64 the Ed25519 key as a SubjectPublicKeyInfo (RFC 8410) in base64, without line
///   breaks: what stands between the lines of a PEM file
public record PublicReceiptKey(String base64) {

  /// The name of the algorithm in JSON.
  static final String ALGORITHM = "Ed25519";

  private static final int ID_LENGTH = 16;

  /// @throws InvalidReceiptKey when the text is no such key
  public PublicReceiptKey {
    key(base64);
  }

  private static PublicKey key(String base64) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new InvalidReceiptKey("not a public Ed25519 key in base64", e);
    }
  }

  /// @return the first 16 hex digits of the SHA-256 of the key's bytes
  public String id() {
    return Sha256.of(Base64.getDecoder().decode(base64)).hex().substring(0, ID_LENGTH);
  }

  /// @param signature in base64; of the spellings of the same bytes, one is accepted
  /// @return whether this key's owner signed the text
  boolean hasSigned(String text, String signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key(base64));
      check.update(text.getBytes(StandardCharsets.UTF_8));
      byte[] bytes = Base64.getDecoder().decode(signature);
      return Base64.getEncoder().encodeToString(bytes).equals(signature) && check.verify(bytes);
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    }
  }
}
