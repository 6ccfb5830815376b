package dev.tintype.render.format;

import dev.tintype.core.Rejection;

/// The original cannot be rendered, whoever tries: a verdict about its bytes.
public final class Unrenderable extends RuntimeException {

  private final Rejection reason;

  /// @param reason the verdict
  /// @param detail what was seen
  public Unrenderable(Rejection reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /// @param reason the verdict
  /// @param detail what was seen
  /// @param cause libvips' complaint
  public Unrenderable(Rejection reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  /// @return the verdict
  public Rejection reason() {
    return reason;
  }
}
