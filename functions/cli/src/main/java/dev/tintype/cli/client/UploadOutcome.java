package dev.tintype.cli.client;

/// What came of one file.
public sealed interface UploadOutcome {

  /// The server has it, and says how it stands: ended, unless nobody waited.
  ///
  /// @param status how it stands
  /// @param before whether its original was stored before
  record Uploaded(ImageStatus status, boolean before) implements UploadOutcome {}

  /// It was not uploaded.
  ///
  /// @param reason a word, such as `unsupported_format`
  /// @param message a sentence
  record NotUploaded(String reason, String message) implements UploadOutcome {}
}
