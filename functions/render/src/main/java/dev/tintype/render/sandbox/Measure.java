package dev.tintype.render.sandbox;

/// A part of the jail that either holds or does not.
public enum Measure {
  /// No program can gain rights by being started.
  NO_NEW_PRIVILEGES("no_new_privs"),
  /// The system call filter is on, and opening a socket was refused.
  SECCOMP("seccomp"),
  /// No thread has a right of root, and as root none can come back.
  CAPABILITIES_DROPPED("no capabilities"),
  /// The environment is exactly three names.
  CLEAN_ENVIRONMENT("clean environment"),
  /// The kernel kills the renderer when its parent dies.
  DIES_WITH_PARENT("dies with its parent"),
  /// The parent put the renderer into a control group, as the parent says.
  CGROUP("cgroup");

  private final String text;

  Measure(String text) {
    this.text = text;
  }

  /// @return what messages call it
  public String text() {
    return text;
  }
}
