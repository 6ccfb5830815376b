package dev.tintype.core.state;

import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import java.time.Instant;

/// The answer stored under one idempotency key.
///
/// @param key digest of caller, route and the client's key
/// @param body digest of the request's canonical body
/// @param imageId the image in the answer
/// @param version the version in the answer
/// @param status the HTTP status of the answer
/// @param expiresAt when the key expires
public record IdempotencyRecord(
    Sha256 key, Sha256 body, ImageId imageId, Version version, int status, Instant expiresAt) {}
