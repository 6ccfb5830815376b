package dev.tintype.core.flow.upload;

import dev.tintype.core.ImageJob;
import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.flow.VersionWrites;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.port.UploadSigner.Permission;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Hands out upload permissions. Each one is recorded before it is handed out, so that the sweeper
/// and the erasure know how long to wait.
final class UploadPermits {

  private final Stores stores;
  private final UploadSigner signer;
  private final Messages messages;
  private final FlowContext context;
  private final VersionWrites writes;

  UploadPermits(Stores stores, UploadSigner signer, JobSender sender, FlowContext context) {
    this.stores = stores;
    this.signer = signer;
    this.messages = new Messages(sender);
    this.context = context;
    this.writes = new VersionWrites(stores.jobs());
  }

  Permission sign(ImageJob job) {
    return signer.upload(job.originalKey(), job.original(), Schedule.PERMISSION);
  }

  /// @return when a permission ends, in whole milliseconds, rounded up
  static Instant endOf(Permission permission) {
    return permission.expiresAt().plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
  }

  boolean isStored(ImageJob job) {
    return stores.originals().head(job.originalKey()).isPresent();
  }

  Messages messages() {
    return messages;
  }

  /// @return the message of a version, if its original is stored, so that no permission is needed
  static List<Sending> sendings(VersionRecord record, Optional<Permission> permission) {
    return permission.isPresent()
        ? List.of()
        : List.of(Messages.sending(record, "upload", Duration.ZERO));
  }

  /// @return the version, with a permission while it waits, or without one once its original is
  ///   stored
  Tried<Started> anew(VersionRecord record, boolean isNew) {
    Renewal renewal = new Renewal(record, isNew);
    return Contention.request(renewal::turn);
  }

  /// The turns at the record of one permission.
  private final class Renewal {

    private final boolean isNew;
    private VersionRecord before;

    Renewal(VersionRecord before, boolean isNew) {
      this.before = before;
      this.isNew = isNew;
    }

    private Optional<Tried<Started>> turn() {
      if (!Upload.canBegin(before)) {
        return Optional.of(
            new Lookup.Found<>(new Started.Accepted(before, Optional.empty(), isNew)));
      }
      Optional<Permission> permission =
          isStored(before.job()) ? Optional.empty() : Optional.of(sign(before.job()));
      VersionRecord after = next(before, permission);
      return writes.write(before, after, messages, sendings(after, permission))
          ? Optional.of(handOut(after, permission, isNew))
          : readAgain();
    }

    /// @return absent when the version still exists
    private Optional<Tried<Started>> readAgain() {
      Optional<VersionRecord> stored =
          stores.jobs().version(before.job().imageId(), before.job().version());
      before = stored.orElse(before);
      return stored.isPresent() ? Optional.empty() : Optional.of(new Lookup.Gone<>());
    }
  }

  private VersionRecord next(VersionRecord before, Optional<Permission> permission) {
    Instant now = context.now();
    return permission
        .flatMap(p -> Upload.permitted(before, endOf(p), now))
        .or(() -> Upload.requested(before, Lane.FRESH, now))
        .orElseThrow();
  }

  /// Reads the image once more. A tombstone may have been written before the permission, and the
  /// erasure may have started without knowing about the permission.
  private Tried<Started> handOut(
      VersionRecord after, Optional<Permission> permission, boolean isNew) {
    context.boundary().reached(StepBoundary.UPLOAD_PERMITTED);
    if (!writes.isLive(after)) {
      return new Lookup.Gone<>();
    }
    return new Lookup.Found<>(new Started.Accepted(after, permission, isNew));
  }
}
