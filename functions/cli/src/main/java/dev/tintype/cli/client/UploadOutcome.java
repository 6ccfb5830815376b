package dev.tintype.cli.client;

/// The result for one file.
public sealed interface UploadOutcome {

  /// The server has the original. The state is final unless the run does not wait.
  ///
  /// @param status the state of the image
  /// @param before whether its original was stored before
  record Uploaded(ImageStatus status, boolean before) implements UploadOutcome {}

  /// The file was not uploaded.
  ///
  /// @param reason a word, such as `unsupported_format`
  /// @param message a sentence
  record NotUploaded(String reason, String message) implements UploadOutcome {}
}
