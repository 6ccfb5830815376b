package dev.tintype.core.flow;

import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Storage;

/// The job store and both storages.
///
/// @param jobs images, versions, idempotency keys and the outbox
/// @param originals the private storage
/// @param variants the public storage
public record Stores(JobStore jobs, Storage originals, Storage variants) {}
