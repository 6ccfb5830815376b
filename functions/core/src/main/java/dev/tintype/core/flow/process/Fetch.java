package dev.tintype.core.flow.process;

import dev.tintype.core.ImageJob;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/// Copies an original into the work folder and verifies its length and digest.
public final class Fetch {

  private final Storage originals;

  public Fetch(Storage originals) {
    this.originals = originals;
  }

  /// The result of fetching.
  public sealed interface Fetched {
    /// The file holds exactly the declared bytes.
    record Verified() implements Fetched {}

    /// There is no such object.
    record Missing() implements Fetched {}

    /// The object was fetched twice and does not match what was declared.
    ///
    /// @param detail what was found
    record Mismatch(String detail) implements Fetched {}
  }

  /// @throws StoreUnavailable when storage or disk fails, or the transfer ends early
  public Fetched fetch(ImageJob job, Path file) {
    Optional<Copy> first = copy(job, file);
    if (first.isEmpty()) {
      return new Fetched.Missing();
    }
    if (first.get().isOf(job)) {
      return new Fetched.Verified();
    }
    FlowLog.event("original.mismatch", job.imageId()).with("bytes", first.get().bytes()).warning();
    return copy(job, file).map(copy -> judge(job, copy)).orElseGet(Fetched.Missing::new);
  }

  private Fetched judge(ImageJob job, Copy copy) {
    if (copy.isOf(job)) {
      return new Fetched.Verified();
    }
    long stored =
        originals
            .head(job.originalKey())
            .orElseThrow(() -> new StoreUnavailable("the original vanished while it was read"))
            .bytes();
    if (copy.bytes() < Math.min(stored, job.original().bytes() + 1)) {
      throw new StoreUnavailable(
          "the transfer ended after " + copy.bytes() + " of " + stored + " bytes");
    }
    return new Fetched.Mismatch(
        "stored " + stored + " bytes, declared " + job.original().bytes() + ", read " + copy);
  }

  /// Copies at most one byte more than the declared length.
  private Optional<Copy> copy(ImageJob job, Path file) {
    try (InputStream in = originals.open(job.originalKey(), Optional.empty()).orElse(null)) {
      if (in == null) {
        return Optional.empty();
      }
      try (OutputStream out = Files.newOutputStream(file)) {
        return Optional.of(copy(in, out, job.original().bytes() + 1));
      }
    } catch (IOException e) {
      throw new StoreUnavailable("the original could not be brought into the work folder", e);
    }
  }

  private static Copy copy(InputStream in, OutputStream out, long limit) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[(int) Math.min(limit, 1 << 16)];
    long bytes = 0;
    while (bytes < limit) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, limit - bytes));
      if (n < 0) {
        break;
      }
      digest.update(buffer, 0, n);
      out.write(buffer, 0, n);
      bytes += n;
    }
    return new Copy(bytes, Sha256.of(digest));
  }

  private record Copy(long bytes, Sha256 sha256) {
    boolean isOf(ImageJob job) {
      return bytes == job.original().bytes() && sha256.equals(job.original().sha256());
    }
  }
}
