package dev.tintype.render.plan;

/// What determines the colours of an original.
public enum ColorSource {
  /// Nothing, or a statement that they are sRGB's.
  NONE,
  /// Its embedded ICC profile.
  PROFILE,
  /// An embedded ICC profile that cannot be used: the original is treated as if it had none.
  UNUSABLE_PROFILE,
  /// Numbers for primaries, transfer and range that are not sRGB's.
  STATEMENT;

  /// @return its name in frames and logs, such as `unusable_profile`
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
