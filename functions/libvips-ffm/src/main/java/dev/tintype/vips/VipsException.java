package dev.tintype.vips;

/// A refusal by libvips: which operation, in which stage, and libvips' own text.
///
/// The text is for people. It cannot tell a corrupt file from a lack of memory, and when several
/// threads fail at once libvips may mix their texts, so decide by [#stage()] and [#operation()]
/// only.
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

  /// The stage named by [Vips#during(String)], or an empty string.
  public String stage() {
    return stage;
  }

  /// The operation or image function that failed, for example `thumbnail_buffer`.
  public String operation() {
    return operation;
  }

  /// The text of libvips, trimmed, possibly of several lines, possibly empty.
  public String detail() {
    return detail;
  }
}
