package dev.tintype.render.fuzz;

/// A piece of an image file that can be changed, removed, duplicated or moved.
///
/// @param kind its name in the file; empty where it has none
/// @param data its bytes, without the length and checksum, which are computed when parts are joined
@SuppressWarnings("ArrayRecordComponent")
record Part(String kind, byte[] data) {}
