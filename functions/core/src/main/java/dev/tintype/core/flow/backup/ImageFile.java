package dev.tintype.core.flow.backup;

import dev.tintype.core.Sha256;

/// A file that a record names.
///
/// @param isOriginal whether it lies in the private storage
/// @param key its key there
/// @param bytes its length
/// @param sha256 the digest of its bytes
/// @param mediaType the media type it is served with
/// @param isPromised whether it is there for certain, since it belongs to a ready version. The
///   original of any other version may not have arrived
record ImageFile(
    boolean isOriginal,
    String key,
    long bytes,
    Sha256 sha256,
    String mediaType,
    boolean isPromised) {}
