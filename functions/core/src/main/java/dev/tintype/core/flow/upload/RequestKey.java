package dev.tintype.core.flow.upload;

import dev.tintype.core.Sha256;

/// Identifies a repeated request.
///
/// @param key digest of caller, route and the client's key
/// @param body digest of the request's content
public record RequestKey(Sha256 key, Sha256 body) {}
