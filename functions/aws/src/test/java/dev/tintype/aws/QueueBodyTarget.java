package dev.tintype.aws;

import dev.tintype.core.Keys;
import dev.tintype.s3.S3EventReader;
import java.nio.charset.StandardCharsets;

/// Fuzzes queue messages. Every text must be classified, and only keys of originals may be
/// returned.
public final class QueueBodyTarget {

  private static final QueueBodyReader READER =
      new QueueBodyReader(new S3EventReader("originals-bucket", "eu-central-1"));

  private QueueBodyTarget() {}

  /// Runs one input.
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (READER.read(new String(bytes, StandardCharsets.UTF_8))
        instanceof QueueBodyReader.QueueBody.Arrivals arrivals) {
      for (String key : arrivals.keys()) {
        if (Keys.parseOriginal(key).isEmpty()) {
          throw new AssertionError(key);
        }
      }
    }
  }
}
