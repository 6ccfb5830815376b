package dev.tintype.core.receipt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/// A key that signs receipts. Safe for use by many threads.
public final class ReceiptKey {

  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final int SEED_BYTES = 32;

  private final PrivateKey privateKey;
  private final PublicReceiptKey publicKey;

  private ReceiptKey(PrivateKey privateKey, PublicReceiptKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    if (!publicKey.hasSigned(BEGIN, sign(BEGIN))) {
      throw new IllegalStateException("this Java platform makes no Ed25519 key from its seed");
    }
  }

  /// @param random what the key is drawn from
  public static ReceiptKey fresh(SecureRandom random) {
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return ofSeed(seed);
  }

  /// Reads a key as `openssl genpkey -algorithm ed25519` writes it. Line breaks do not matter.
  ///
  /// @throws InvalidReceiptKey when the text is no private Ed25519 key in PEM
  public static ReceiptKey parse(String pem) {
    String text = pem.strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() < 2 * BEGIN.length()) {
      throw new InvalidReceiptKey("not a private key in PEM (PKCS #8)");
    }
    String base64 = text.substring(BEGIN.length(), text.length() - END.length());
    try {
      byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      PrivateKey key =
          KeyFactory.getInstance(PublicReceiptKey.ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(der));
      if (key instanceof EdECPrivateKey edwards) {
        return ofSeed(edwards.getBytes().orElseThrow());
      }
      throw new InvalidReceiptKey("not an Ed25519 key");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new InvalidReceiptKey("not a private Ed25519 key in PEM (PKCS #8)", e);
    }
  }

  /// A private Ed25519 key is its seed. The public key is only to be had from the generator, which
  /// draws nothing but the seed.
  private static ReceiptKey ofSeed(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(PublicReceiptKey.ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
      KeyPair pair = generator.generateKeyPair();
      return new ReceiptKey(
          pair.getPrivate(),
          new PublicReceiptKey(Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has Ed25519", e);
    }
  }

  /// @return the private key in PEM, as [#parse] reads it
  public String pem() {
    return BEGIN
        + "\n"
        + Base64.getEncoder().encodeToString(privateKey.getEncoded())
        + "\n"
        + END
        + "\n";
  }

  /// @return the key that receipts are verified with
  public PublicReceiptKey publicKey() {
    return publicKey;
  }

  /// @return the signature of a text, in base64
  String sign(String text) {
    try {
      Signature signature = Signature.getInstance(PublicReceiptKey.ALGORITHM);
      signature.initSign(privateKey);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key cannot sign", e);
    }
  }

  /// Gives one seed to the generator.
  private static final class Seed extends SecureRandom {
    private final byte[] seed;

    private Seed(byte[] seed) {
      this.seed = Arrays.copyOf(seed, seed.length);
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException("an Ed25519 key has a seed of 32 bytes");
      }
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
