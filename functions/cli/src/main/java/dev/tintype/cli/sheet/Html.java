package dev.tintype.cli.sheet;

import java.nio.charset.StandardCharsets;

/// Escapes text for HTML pages.
final class Html {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  private Html() {}

  /// @return the text, escaped for an element or a quoted attribute
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /// Reverses [#text].
  static String plain(String html) {
    return html.replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&amp;", "&");
  }

  /// @return a relative URL for a path with `/` between its parts
  static String url(String path) {
    StringBuilder url = new StringBuilder();
    for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(each) >= 0) {
        url.append((char) each);
      } else {
        url.append('%').append(String.format("%02X", each));
      }
    }
    return url.toString();
  }
}
