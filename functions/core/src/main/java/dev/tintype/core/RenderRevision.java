package dev.tintype.core;

/// The constant that names the bytes our encoders make; raised when the golden bytes change.
///
/// It holds the architecture until golden bytes prove x86-64 and arm64 equal.
public final class RenderRevision {

  /// The revision of this build on this machine, such as `2-x86_64`.
  public static final String CURRENT = "2-" + architecture(System.getProperty("os.arch", ""));

  private RenderRevision() {}

  static String architecture(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm64";
      default -> osArch.isEmpty() ? "unknown" : osArch;
    };
  }
}
