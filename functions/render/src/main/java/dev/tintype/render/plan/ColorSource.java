package dev.tintype.render.plan;

/// What tells the colours of an original.
public enum ColorSource {
  /// Nothing, or that they are sRGB's.
  NONE,
  /// Its embedded ICC profile.
  PROFILE,
  /// Its embedded ICC profile cannot be used: it counts as if it had none.
  UNUSABLE_PROFILE,
  /// Numbers for primaries, transfer and range that are not sRGB's.
  STATEMENT;

  /// @return its name in frames and logs, such as `unusable_profile`
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
