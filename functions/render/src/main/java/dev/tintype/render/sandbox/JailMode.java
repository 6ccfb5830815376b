package dev.tintype.render.sandbox;

import java.util.Locale;

/// How much of the jail must hold before a renderer may open an upload.
public enum JailMode {
  /// `no_new_privs`, seccomp, the memory cap and a clean environment hold, or nothing starts.
  REQUIRE,
  /// Whatever the kernel grants is used; what is missing becomes a warning in the report.
  PREFER,
  /// The renderer starts as an ordinary process.
  OFF;

  /// Answers the mode of a setting's text: `require`, `prefer` or `off`.
  ///
  /// @throws IllegalArgumentException if the text is none of the three
  public static JailMode of(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "require" -> REQUIRE;
      case "prefer" -> PREFER;
      case "off" -> OFF;
      default ->
          throw new IllegalArgumentException(
              "the sandbox is one of require, prefer, off, not '" + text + "'");
    };
  }

  /// Answers the setting's text of this mode.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
