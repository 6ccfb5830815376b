package dev.tintype.render.sandbox;

import java.util.Optional;

/// A processor family for which the jail has a table of system call numbers.
///
/// The numbers of [#ARM64] were compared with the kernel's generic table but have never run.
public enum Architecture {
  X86_64(0xC000003EL),
  ARM64(0xC00000B7L);

  /// The kernel's `AUDIT_ARCH_…` value, which a seccomp filter compares first.
  public final long auditArchitecture;

  Architecture(long auditArchitecture) {
    this.auditArchitecture = auditArchitecture;
  }

  /// Returns the family of the running JVM; empty when the jail has no table for it.
  static Optional<Architecture> ofThisJvm() {
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64", "arm64" -> Optional.of(ARM64);
      default -> Optional.empty();
    };
  }
}
