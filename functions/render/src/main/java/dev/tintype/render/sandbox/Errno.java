package dev.tintype.render.sandbox;

/// The errors of system calls that the jail answers with or expects.
/// https://man7.org/linux/man-pages/man3/errno.3.html
public final class Errno {
  /// Operation not permitted.
  public static final int EPERM = 1;

  /// Permission denied.
  public static final int EACCES = 13;

  /// Function not implemented.
  public static final int ENOSYS = 38;

  private Errno() {}
}
