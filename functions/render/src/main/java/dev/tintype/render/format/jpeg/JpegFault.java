package dev.tintype.render.format.jpeg;

/// Stops the walk through a JPEG.
final class JpegFault extends RuntimeException {

  private final boolean unread;

  private JpegFault(String what, boolean unread) {
    super(what, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    this.unread = unread;
  }

  /// The bytes are invalid.
  static JpegFault of(String what) {
    return new JpegFault(what, /* unread= */ false);
  }

  /// The bytes may be valid, but no decoder here reads this kind of JPEG.
  static JpegFault unread(String what) {
    return new JpegFault(what, /* unread= */ true);
  }

  boolean isUnread() {
    return unread;
  }

  String what() {
    return String.valueOf(getMessage());
  }
}
