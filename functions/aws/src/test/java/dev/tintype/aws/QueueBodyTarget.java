package dev.tintype.aws;

import dev.tintype.core.Keys;
import java.nio.charset.StandardCharsets;

/// A queue message of any text: always read as something, and only keys of originals come out.
public final class QueueBodyTarget {

  private static final QueueBodyReader READER =
      new QueueBodyReader(new S3EventReader("originals-bucket", "eu-central-1"));

  private QueueBodyTarget() {}

  /// One input.
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
