package dev.tintype.render.format.jpeg;

/// The result of walking through all of a JPEG's coded data.
public sealed interface JpegVerdict {

  /// Every unit of every scan is present.
  ///
  /// @param readable the same file in the form that a decoder needs
  record Whole(ReadableJpeg readable) implements JpegVerdict {}

  /// The file ends before its picture is complete.
  ///
  /// @param why what is missing, for the operator
  record Cut(String why) implements JpegVerdict {}

  /// Data is missing or invalid in a file that has its end mark.
  ///
  /// @param why what is wrong, for the operator
  record Damaged(String why) implements JpegVerdict {}

  /// A coding process that no decoder here supports.
  ///
  /// @param what its name, for the operator
  record Unread(String what) implements JpegVerdict {}
}
