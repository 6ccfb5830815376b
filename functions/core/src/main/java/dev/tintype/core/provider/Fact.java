package dev.tintype.core.provider;

/// Something worth knowing of what stands behind an address, such as a setting of a server.
///
/// @param name what it is about, a few words
/// @param isWell whether it is as it should be
/// @param detail what was found, and what to do when it is not well
public record Fact(String name, boolean isWell, String detail) {}
