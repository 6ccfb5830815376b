package dev.tintype.core.port;

import dev.tintype.core.ImageJob.Original;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// A signer whose permissions nobody checks. Its URLs contain the permission as plain text.
public final class MemorySigner implements UploadSigner {

  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final InstantSource clock;

  /// @param clock the start of each permission
  public MemorySigner(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Permission upload(String key, Original original, Duration validFor) {
    Instant end = end(validFor);
    String url =
        "memory://uploads/"
            + key
            + "?sha256="
            + original.sha256()
            + "&bytes="
            + original.bytes()
            + "&type="
            + encoded(original.mediaType())
            + "&until="
            + encoded(end.toString());
    return new Permission(
        URI.create(url), Map.of("content-type", original.mediaType(), "if-none-match", "*"), end);
  }

  @Override
  public URI download(String key, String fileName, Duration validFor) {
    return URI.create(
        "memory://downloads/%s?name=%s&until=%s"
            .formatted(key, encoded(fileName), encoded(end(validFor).toString())));
  }

  private Instant end(Duration validFor) {
    if (validFor.isNegative() || validFor.isZero() || validFor.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a permission is valid for up to 15 minutes");
    }
    return clock.instant().plus(validFor);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
