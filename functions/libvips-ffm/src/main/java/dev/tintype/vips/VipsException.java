package dev.tintype.vips;

/// A rejection or failure of libvips, with the operation, the stage and libvips' own message.
///
/// The message is for people. It cannot distinguish a corrupt file from a lack of memory, and
/// libvips may mix the messages of threads that fail at the same time. Programs must decide by
/// [#stage()] and [#operation()] only.
public final class VipsException extends RuntimeException {

  private final String stage;
  private final String operation;
  private final String detail;

  VipsException(String stage, String operation, String detail) {
    super(message(stage, operation, detail));
    this.stage = stage;
    this.operation = operation;
    this.detail = detail;
  }

  private static String message(String stage, String operation, String detail) {
    String reason = detail.isEmpty() ? "libvips gave no reason" : detail;
    return (stage.isEmpty() ? "" : stage + ": ") + operation + ": " + reason;
  }

  /// Returns the stage set by [Vips#during(String)], or an empty string.
  public String stage() {
    return stage;
  }

  /// Returns the operation or image function that failed, for example `thumbnail_buffer`.
  public String operation() {
    return operation;
  }

  /// Returns libvips' message, trimmed; it may have several lines or be empty.
  public String detail() {
    return detail;
  }
}
