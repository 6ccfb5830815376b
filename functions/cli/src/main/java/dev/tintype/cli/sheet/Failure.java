package dev.tintype.cli.sheet;

/// A file without variants.
///
/// @param file its path, as the user would write it
/// @param reason the short reason, such as `truncated`
/// @param message what happened and what to do
public record Failure(String file, String reason, String message) {}
