package dev.tintype.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of the bytes that encoders make: the same revision makes the same bytes.
///
/// It holds the architecture until golden bytes prove x86-64 and arm64 equal.
///
/// @param number raised when the golden bytes change; at least 0
/// @param architecture of the processor: letters, digits, `.` and `_`, such as `x86_64`
public record RenderRevision(int number, String architecture) {

  private static final Pattern ARCHITECTURE = Pattern.compile("[A-Za-z0-9._]+");
  private static final Pattern TEXT =
      Pattern.compile("(0|[1-9][0-9]{0,8})-(" + ARCHITECTURE.pattern() + ")");

  /// The revision of this build on this machine.
  public static final RenderRevision CURRENT =
      new RenderRevision(2, architectureOf(System.getProperty("os.arch", "")));

  /// @throws IllegalArgumentException when the number or the architecture is out of range
  public RenderRevision {
    if (number < 0 || !ARCHITECTURE.matcher(architecture).matches()) {
      throw new IllegalArgumentException("not a render revision: " + number + "-" + architecture);
    }
  }

  /// @param text as [#text] writes it
  /// @throws IllegalArgumentException when the text is no render revision
  public static RenderRevision parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a render revision: " + text);
    }
    return new RenderRevision(Integer.parseInt(parts.group(1)), parts.group(2));
  }

  /// @return number and architecture, such as `2-x86_64`: as it stands in records, manifests and
  ///   versions
  public String text() {
    return number + "-" + architecture;
  }

  /// @return whether this revision comes before another; the number decides
  public boolean isOlderThan(RenderRevision other) {
    return number < other.number;
  }

  private static String architectureOf(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm64";
      default -> osArch.isEmpty() ? "unknown" : osArch;
    };
  }

  @Override
  public String toString() {
    return text();
  }
}
