package dev.tintype.core.port;

import dev.tintype.core.Sha256;

/// A watermark is not in the storage, or is not what its digest says, or cannot be decoded. The
/// operator must store it; until then the images that need it are tried again. It says nothing
/// about any original.
public final class WatermarkMissing extends StoreUnavailable {

  /// @param image the digest of its file
  /// @param found what is wrong with it, such as `is not stored`
  public WatermarkMissing(Sha256 image, String found) {
    super("the watermark " + image + " " + found);
  }
}
