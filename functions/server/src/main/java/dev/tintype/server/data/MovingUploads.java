package dev.tintype.server.data;

import dev.tintype.core.port.DirectUploads;
import dev.tintype.core.port.UploadSink;
import java.util.List;
import java.util.function.Supplier;

/// Uploads and downloads through this server while files may be moved. Permissions of each storage
/// in use are honoured. What arrives goes to the storage that is written, if uploads go there
/// through the server, and else to the other one, where the last pass of the move finds it.
final class MovingUploads implements DirectUploads {

  private final Supplier<List<DirectUploads>> inUse;
  private final List<DirectUploads> all;

  /// @param inUse those of the storages in use, that of the written one first
  /// @param all those of all storages that this host knows, at least one
  MovingUploads(Supplier<List<DirectUploads>> inUse, List<DirectUploads> all) {
    this.inUse = inUse;
    this.all = List.copyOf(all);
  }

  @Override
  public Verdict<PermittedUpload> upload(SignedRequest request) {
    Verdict<PermittedUpload> verdict = new Verdict.Tampered<>(SIGNATURE);
    for (DirectUploads direct : inUse.get()) {
      verdict = direct.upload(request);
      if (!isForeign(verdict)) {
        return verdict;
      }
    }
    return verdict;
  }

  /// The original is read wherever it is, so every permission of a storage that is known counts.
  @Override
  public Verdict<PermittedDownload> download(SignedRequest request) {
    Verdict<PermittedDownload> verdict = new Verdict.Tampered<>(SIGNATURE);
    for (DirectUploads direct : all) {
      verdict = direct.download(request);
      if (!isForeign(verdict)) {
        return verdict;
      }
    }
    return verdict;
  }

  private static final String SIGNATURE = "signature";

  private static boolean isForeign(Verdict<?> verdict) {
    return verdict instanceof Verdict.Tampered<?>(String what) && what.equals(SIGNATURE);
  }

  @Override
  public UploadSink receive(PermittedUpload upload) {
    return inUse.get().getFirst().receive(upload);
  }
}
