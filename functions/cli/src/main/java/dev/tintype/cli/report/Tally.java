package dev.tintype.cli.report;

import java.nio.file.Path;
import java.time.Duration;

/// What a run amounts to.
///
/// @param files how many there were to do
/// @param made how many were made
/// @param before how many an earlier run had made
/// @param refused how many were refused or unusable
/// @param bytes of the variants made
/// @param elapsed since the start
/// @param sheet the contact sheet
public record Tally(
    int files, int made, int before, int refused, long bytes, Duration elapsed, Path sheet) {}
