package dev.tintype.core.flow.migrate;

/// What a table holds.
///
/// @param rows how many rows
/// @param sha256 SHA-256 in hex over the keys and fields of all rows in the order of their keys;
///   equal only when all rows are
public record Sum(long rows, String sha256) {}
