package dev.tintype.core.port;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage.CopyResult;
import dev.tintype.core.port.Storage.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A copy that passes through a file of this machine.
final class FetchedCopy {

  private FetchedCopy() {}

  /// As [Storage#copy].
  static CopyResult of(
      Storage storage, String from, String to, StoredFile file, BooleanSupplier goOn) {
    try (InputStream source = storage.open(from, Optional.empty()).orElse(null)) {
      if (source == null) {
        return CopyResult.SOURCE_MISSING;
      }
      if (!fetch(source, file)) {
        return CopyResult.SOURCE_ALTERED;
      }
    } catch (IOException e) {
      throw new StoreUnavailable("copying " + from + ": it could not be fetched", e);
    }
    return goOn.getAsBoolean() ? CopyResult.of(storage.put(to, file)) : CopyResult.STOPPED;
  }

  /// Fetches at most one byte more than the file must have.
  ///
  /// @return whether these are the bytes that the file must have
  private static boolean fetch(InputStream source, StoredFile file) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[1 << 16];
    long left = file.bytes() + 1;
    try (OutputStream out = Files.newOutputStream(file.path())) {
      for (int n = 0; n >= 0 && left > 0; ) {
        n = source.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n > 0) {
          digest.update(buffer, 0, n);
          out.write(buffer, 0, n);
          left -= n;
        }
      }
    }
    return left == 1 && Sha256.of(digest).equals(file.sha256());
  }
}
