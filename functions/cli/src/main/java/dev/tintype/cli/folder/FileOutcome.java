package dev.tintype.cli.folder;

import dev.tintype.core.Manifest;
import dev.tintype.core.Rejection;
import java.nio.file.Path;

/// What came of one file.
public sealed interface FileOutcome {

  /// All its variants are there.
  ///
  /// @param manifest lists them
  /// @param manifestPath where the manifest lies
  /// @param before whether an earlier run had made them
  record Ready(Manifest manifest, Path manifestPath, boolean before) implements FileOutcome {}

  /// The file cannot be rendered, whoever tries.
  ///
  /// @param reason why
  /// @param detail what was seen
  record Refused(Rejection reason, String detail) implements FileOutcome {}

  /// The file could not be read, or its results could not be filed under its name.
  ///
  /// @param message what happened and what to do
  record Unusable(String message) implements FileOutcome {}

  /// The run was stopped before there was an outcome.
  record Interrupted() implements FileOutcome {}
}
