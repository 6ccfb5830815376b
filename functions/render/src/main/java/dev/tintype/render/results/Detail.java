package dev.tintype.render.results;

import java.nio.charset.StandardCharsets;

/// A renderer's message about a job, cleaned for records and logs: at most 1 KiB, without control
/// characters.
public final class Detail {

  private static final int MOST_BYTES = 1024;

  private Detail() {}

  public static String of(String said) {
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int at = 0; at < said.length(); at = said.offsetByCodePoints(at, 1)) {
      int point = said.codePointAt(at);
      boolean unprintable =
          Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
      int shown = unprintable && point != '\n' ? ' ' : point;
      bytes += Character.toString(shown).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MOST_BYTES) {
        return kept.toString();
      }
      kept.appendCodePoint(shown);
    }
    return kept.toString();
  }
}
