package dev.tintype.cli.report;

import java.nio.file.Path;
import java.time.Duration;

/// The totals of a run.
///
/// @param files the number of files to process
/// @param made how many were processed
/// @param before how many an earlier run had processed
/// @param refused how many were refused or unusable
/// @param bytes length of all variants made
/// @param elapsed time since the start
/// @param sheet the contact sheet
public record Tally(
    int files, int made, int before, int refused, long bytes, Duration elapsed, Path sheet) {}
