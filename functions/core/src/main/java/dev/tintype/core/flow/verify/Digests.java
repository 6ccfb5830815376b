package dev.tintype.core.flow.verify;

import dev.tintype.core.Sha256;
import dev.tintype.core.flow.verify.Verify.Depth;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/// Compares the digests of stored objects with the promised ones.
///
/// @param depth whether objects are read at all
record Digests(Depth depth) {

  private record Read(long bytes, Sha256 sha256) {}

  /// Reads an object and compares its digest. If it differs, the object is read a second time
  /// before the difference is reported.
  ///
  /// @param bytes the object's length according to the storage
  /// @return the difference, if there is one
  /// @throws StoreUnavailable when the transfer fails or ends early
  Optional<String> other(Storage storage, String key, long bytes, Sha256 wanted) {
    if (depth == Depth.LENGTHS
        || read(storage, key).filter(r -> isOf(r, bytes, wanted)).isPresent()) {
      return Optional.empty();
    }
    Optional<Read> again = read(storage, key);
    if (again.isEmpty()) {
      return Optional.of("it was deleted while it was read");
    }
    if (again.get().bytes() < bytes) {
      throw new StoreUnavailable(
          "the transfer ended after " + again.get().bytes() + " of " + bytes + " bytes of " + key);
    }
    return isOf(again.get(), bytes, wanted)
        ? Optional.empty()
        : Optional.of("sha256 " + again.get().sha256() + " instead of " + wanted);
  }

  private static boolean isOf(Read read, long bytes, Sha256 wanted) {
    return read.bytes() == bytes && read.sha256().equals(wanted);
  }

  private static Optional<Read> read(Storage storage, String key) {
    try (InputStream in = storage.open(key, Optional.empty()).orElse(null)) {
      if (in == null) {
        return Optional.empty();
      }
      MessageDigest digest = Sha256.newDigest();
      byte[] buffer = new byte[1 << 16];
      long bytes = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        bytes += n;
      }
      return Optional.of(new Read(bytes, Sha256.of(digest)));
    } catch (IOException e) {
      throw new StoreUnavailable(key + " could not be read", e);
    }
  }
}
