package dev.tintype.render.format.jpeg;

/// What a walk through all of a JPEG's coded data found.
public sealed interface JpegVerdict {

  /// Every unit of every scan is there.
  ///
  /// @param readable the same file in the form that a decoder takes
  record Whole(ReadableJpeg readable) implements JpegVerdict {}

  /// The file ends before its picture does.
  ///
  /// @param why what is missing, for the operator
  record Cut(String why) implements JpegVerdict {}

  /// Something is missing or impossible in a file whose end is there.
  ///
  /// @param why what is wrong, for the operator
  record Damaged(String why) implements JpegVerdict {}

  /// A way of coding that no decoder here reads.
  ///
  /// @param what its name, for the operator
  record Unread(String what) implements JpegVerdict {}
}
