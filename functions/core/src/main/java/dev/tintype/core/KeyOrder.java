package dev.tintype.core;

/// The order of the UTF-8 bytes of keys, in which every storage lists them.
public final class KeyOrder {

  private KeyOrder() {}

  /// Code points have the order of their bytes, code units do not: surrogates come last.
  ///
  /// @return below, equal to or above 0, as of a comparator
  public static int compare(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    for (int i = 0; i < shorter; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
