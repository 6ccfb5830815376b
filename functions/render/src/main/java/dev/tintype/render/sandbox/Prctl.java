package dev.tintype.render.sandbox;

/// The operations of `prctl` that the jail uses. https://man7.org/linux/man-pages/man2/prctl.2.html
public final class Prctl {
  public static final int SET_PARENT_DEATH_SIGNAL = 1;
  public static final int GET_PARENT_DEATH_SIGNAL = 2;
  public static final int SET_DUMPABLE = 4;
  public static final int GET_SECCOMP = 21;
  static final int CAPABILITY_BOUND_READ = 23;
  static final int CAPABILITY_BOUND_DROP = 24;
  public static final int SET_NO_NEW_PRIVILEGES = 38;
  public static final int GET_NO_NEW_PRIVILEGES = 39;
  static final int CAPABILITY_AMBIENT = 47;
  static final int CAPABILITY_AMBIENT_CLEAR_ALL = 4;

  private Prctl() {}
}
