package dev.tintype.s3;

import dev.tintype.core.port.Storage;
import dev.tintype.core.port.UploadSigner;

/// One bucket of an address.
///
/// @param name its name, for messages
/// @param storage its objects
/// @param signer signs permissions for it
record Bucket(String name, Storage storage, UploadSigner signer) {}
