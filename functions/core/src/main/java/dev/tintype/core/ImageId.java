package dev.tintype.core;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;

/// The id of one image. It is the first part of the image's keys.
///
/// On the platform it is a ULID (https://github.com/ulid/spec). On the command line it is the path
/// of the file.
///
/// @param value 1 to 1,024 characters: path segments separated by slashes. No segment is empty, `.`
///   or `..`, and none holds control characters
public record ImageId(String value) {

  private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
  private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final Pattern SEGMENTS =
      Pattern.compile(
          "(?!\\.{1,2}(/|$))[^/\\p{Cntrl}\\\\]+(/(?!\\.{1,2}(/|$))[^/\\p{Cntrl}\\\\]+)*");

  /// @throws IllegalArgumentException when the value is not a safe relative path
  public ImageId {
    if (value.length() > 1024 || !SEGMENTS.matcher(value).matches()) {
      throw new IllegalArgumentException("not an image id");
    }
  }

  /// Creates a ULID: 48 bits of milliseconds and 80 random bits, drawn on each call.
  public static ImageId newUlid(Instant now, SecureRandom random) {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    long millis = now.toEpochMilli();
    for (int i = 0; i < 6; i++) {
      bits[i] = (byte) (millis >>> (40 - 8 * i));
    }
    StringBuilder text = new StringBuilder(26);
    for (int digit = 0; digit < 26; digit++) {
      text.append(CROCKFORD.charAt(fiveBits(bits, digit * 5 - 2)));
    }
    return new ImageId(text.toString());
  }

  /// @return whether the text has the form of a ULID
  public static boolean isUlid(String text) {
    return ULID.matcher(text).matches();
  }

  private static int fiveBits(byte[] bits, int from) {
    int value = 0;
    for (int i = from; i < from + 5; i++) {
      int bit = i < 0 ? 0 : (bits[i >> 3] >> (7 - (i & 7))) & 1;
      value = value << 1 | bit;
    }
    return value;
  }

  @Override
  public String toString() {
    return value;
  }
}
