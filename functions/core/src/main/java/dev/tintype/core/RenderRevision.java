package dev.tintype.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The constant that names the bytes our encoders make. It is raised when the golden bytes change.
///
/// It includes the architecture, because no golden bytes have shown yet that x86-64 and arm64
/// agree.
public final class RenderRevision {

  /// The revision of this build on this machine, such as `2-x86_64`.
  public static final String CURRENT = "2-" + architecture(System.getProperty("os.arch", ""));

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private RenderRevision() {}

  /// @return whether the first revision is older than the second; the number at the start decides
  public static boolean isOlder(String revision, String than) {
    return number(revision) < number(than);
  }

  private static long number(String revision) {
    Matcher digits = NUMBER.matcher(revision);
    return digits.lookingAt() ? Long.parseLong(digits.group()) : 0;
  }

  static String architecture(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm64";
      default -> osArch.isEmpty() ? "unknown" : osArch;
    };
  }
}
