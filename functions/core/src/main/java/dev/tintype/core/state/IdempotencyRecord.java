package dev.tintype.core.state;

import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import java.time.Instant;

/// What was answered under one idempotency key.
///
/// @param key digest of caller, route and the client's key
/// @param body digest of the request's canonical body
/// @param imageId the image that was answered
/// @param version the version that was answered
/// @param status the HTTP status that was answered
/// @param expiresAt when the key is forgotten
public record IdempotencyRecord(
    Sha256 key, Sha256 body, ImageId imageId, Version version, int status, Instant expiresAt) {}
