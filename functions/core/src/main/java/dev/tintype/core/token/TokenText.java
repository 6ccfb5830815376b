package dev.tintype.core.token;

import dev.tintype.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a bearer token: `tt_`, 12 hex digits that name it, `_`, and 160 random bits in hex.
///
/// @param id its name
/// @param secret what is kept of it is a digest
record TokenText(String id, String secret) {

  private static final Pattern FORM = Pattern.compile("tt_([0-9a-f]{12})_([0-9a-f]{40})");

  static TokenText draw(SecureRandom random) {
    return new TokenText(hex(random, 6), hex(random, 20));
  }

  private static String hex(SecureRandom random, int bytes) {
    byte[] bits = new byte[bytes];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  static Optional<TokenText> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new TokenText(form.group(1), form.group(2)))
        : Optional.empty();
  }

  /// @return what the client sends
  String text() {
    return "tt_" + id + "_" + secret;
  }

  /// @return what is kept of the secret
  String digest() {
    return Sha256.of(secret).hex();
  }

  /// Compares in a time that does not show how much of the secret is right.
  boolean hasDigest(String kept) {
    return MessageDigest.isEqual(
        digest().getBytes(StandardCharsets.UTF_8), kept.getBytes(StandardCharsets.UTF_8));
  }
}
