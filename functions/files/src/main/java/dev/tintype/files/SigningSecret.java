package dev.tintype.files;

import dev.tintype.core.disk.PrivateFile;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret that signs permissions: 256 random bits in a file its owner alone may read. All
/// processes of one data folder share it. Safe for use by many threads.
final class SigningSecret {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  private final SecretKeySpec key;

  private SigningSecret(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /// Reads the secret, making it at the first start; of several processes that start together one
  /// makes it and all use it.
  ///
  /// @param file where it is kept: 64 hex digits; its folder must be there
  /// @param random what it is drawn from
  /// @throws StoreUnavailable when the file cannot be read or made
  /// @throws IllegalStateException when the file holds something else
  static SigningSecret at(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) {
        create(file, random);
      }
      return new SigningSecret(parse(file));
    } catch (IOException e) {
      throw new StoreUnavailable("the signing secret " + file + " cannot be used: " + e, e);
    }
  }

  private static byte[] parse(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    try {
      byte[] secret = HexFormat.of().parseHex(text);
      if (secret.length == BYTES) {
        return secret;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(file + " is no signing secret of 64 hex digits", e);
    }
    throw new IllegalStateException(file + " is no signing secret of 64 hex digits");
  }

  private static void create(Path file, SecureRandom random) throws IOException {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    PrivateFile.create(file, HexFormat.of().formatHex(secret) + "\n");
  }

  /// @param parts what is signed; each with its length, so that no two lists sign alike
  /// @return the signature, URL-safe
  String sign(List<String> parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (String part : parts) {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).flip());
        mac.update(utf8);
      }
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /// Compares in a time that does not tell how much is right.
  ///
  /// @return whether this is the signature of the parts
  boolean isSignature(String signature, List<String> parts) {
    return MessageDigest.isEqual(
        sign(parts).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
  }
}
