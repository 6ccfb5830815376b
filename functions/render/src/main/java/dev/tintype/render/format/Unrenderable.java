package dev.tintype.render.format;

import dev.tintype.core.Rejection;

/// The original's bytes cannot be rendered, on any machine.
public final class Unrenderable extends RuntimeException {

  private final Rejection reason;

  /// @param reason the rejection
  /// @param detail what the reader found
  public Unrenderable(Rejection reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /// @param reason the rejection
  /// @param detail what the reader found
  /// @param cause the error of libvips
  public Unrenderable(Rejection reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  /// @return the rejection
  public Rejection reason() {
    return reason;
  }
}
