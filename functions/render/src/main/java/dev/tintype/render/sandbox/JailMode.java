package dev.tintype.render.sandbox;

import java.util.Locale;

/// How much of the jail must be in force before a renderer may open an upload.
public enum JailMode {
  /// `no_new_privs`, seccomp, the memory cap and a clean environment must be in force; otherwise no
  /// renderer starts.
  REQUIRE,
  /// The jail uses whatever the kernel allows; each missing part becomes a warning in the report.
  PREFER,
  /// The renderer starts as an ordinary process without a jail.
  OFF;

  /// Parses a setting: `require`, `prefer` or `off`.
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

  /// Returns this mode as the text of the setting.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
