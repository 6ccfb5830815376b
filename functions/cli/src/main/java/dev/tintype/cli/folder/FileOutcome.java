package dev.tintype.cli.folder;

import dev.tintype.core.Manifest;
import dev.tintype.core.Rejection;
import java.nio.file.Path;

/// The result for one file.
public sealed interface FileOutcome {

  /// All variants exist.
  ///
  /// @param manifest the list of variants
  /// @param manifestPath the manifest's file
  /// @param before whether an earlier run made them
  record Ready(Manifest manifest, Path manifestPath, boolean before) implements FileOutcome {}

  /// The file was rejected; another try would not help.
  ///
  /// @param reason why
  /// @param detail what was seen
  record Refused(Rejection reason, String detail) implements FileOutcome {}

  /// The file could not be read, or its results could not be written under its name.
  ///
  /// @param message what happened and what to do
  record Unusable(String message) implements FileOutcome {}

  /// The run was stopped before the file had a result.
  record Interrupted() implements FileOutcome {}
}
