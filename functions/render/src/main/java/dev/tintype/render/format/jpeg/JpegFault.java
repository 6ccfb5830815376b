package dev.tintype.render.format.jpeg;

/// Ends the walk through a JPEG.
final class JpegFault extends RuntimeException {

  private final boolean unread;

  private JpegFault(String what, boolean unread) {
    super(what, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    this.unread = unread;
  }

  /// The bytes are wrong.
  static JpegFault of(String what) {
    return new JpegFault(what, /* unread= */ false);
  }

  /// The bytes may be right, but no decoder here reads them.
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
