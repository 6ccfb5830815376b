package dev.tintype.core.flow.upload;

import dev.tintype.core.Sha256;

/// What makes a repeated request the same request.
///
/// @param key digest of caller, route and the client's key
/// @param body digest of what was asked for
public record RequestKey(Sha256 key, Sha256 body) {}
