package dev.tintype.sql;

import org.jspecify.annotations.Nullable;

/// What is written to one column of a row.
///
/// @param name the column's
/// @param value a text, a whole number, a boolean or nothing
public record Column(String name, @Nullable Object value) {}
