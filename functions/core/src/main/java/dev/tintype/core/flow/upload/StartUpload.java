package dev.tintype.core.flow.upload;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.upload.IdempotencyKeys.Earlier;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.port.UploadSigner.Permission;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Starts the upload of a new image or of a new original for an existing image, and renews upload
/// permissions.
///
/// Every method throws [dev.tintype.core.port.StoreUnavailable] when it is unknown what was
/// written. Calling again with the same key is safe.
public final class StartUpload {

  private static final int CONTENDERS = 5;

  private final Stores stores;
  private final FlowContext context;
  private final RenderRevision renderRevision;
  private final Commits commits;
  private final IdempotencyKeys answered;
  private final UploadPermits permit;

  /// @param signer signs upload permissions
  /// @param sender sends the message of a version whose original is already stored
  /// @param renderRevision the revision of new versions
  public StartUpload(
      Stores stores,
      UploadSigner signer,
      JobSender sender,
      RenderRevision renderRevision,
      FlowContext context) {
    this.stores = stores;
    this.context = context;
    this.renderRevision = renderRevision;
    this.commits = new Commits(stores.jobs());
    this.answered = new IdempotencyKeys(stores.jobs());
    this.permit = new UploadPermits(stores, signer, sender, context);
  }

  /// What a client wants to upload.
  ///
  /// @param original what the client declares
  /// @param recipe the recipe for its variants
  public record Wish(Original original, Recipe recipe) {}

  /// Starts a new image.
  ///
  /// @param name the client's own name for it, never public
  /// @param key makes the request repeatable
  public Started newImage(Wish wish, Optional<String> name, Optional<RequestKey> key) {
    Instant now = context.now();
    Optional<Started> earlier = earlier(key, now);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    ImageId id = ImageId.newUlid(now, context.random());
    ImageJob job = ImageJob.of(id, wish.original(), wish.recipe(), renderRevision, now);
    Permission permission = permit.sign(job);
    VersionRecord record = Upload.awaited(job, 1, UploadPermits.endOf(permission), now);
    List<Write> writes = new ArrayList<>();
    writes.add(
        new Write.PutImage(Optional.empty(), ImageRecord.first(id, name, job.version(), now)));
    writes.add(new Write.PutVersion(Optional.empty(), record));
    writes.addAll(IdempotencyKeys.remember(key, record, true, now));
    if (!commits.commit(new Change(writes))) {
      return earlier(key, context.now()).orElseGet(Started.Contended::new);
    }
    context.boundary().reached(StepBoundary.UPLOAD_STARTED);
    FlowLog.event("upload.started", record).with("bytes", job.original().bytes()).info();
    return new Started.Accepted(record, Optional.of(permission), true);
  }

  /// Starts a new version of an image. If that version exists already, it is returned unchanged.
  ///
  /// @param key makes the request repeatable
  public Started newVersion(ImageId id, Wish wish, Optional<RequestKey> key) {
    for (int i = 0; i < CONTENDERS; i++) {
      Optional<Started> answer = tryNewVersion(id, wish, key);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    return new Started.Contended();
  }

  private Optional<Started> tryNewVersion(ImageId id, Wish wish, Optional<RequestKey> key) {
    Instant now = context.now();
    Optional<ImageRecord> image = stores.jobs().image(id);
    if (image.isEmpty()) {
      return Optional.of(new Started.Unknown());
    }
    if (!image.get().isLive()) {
      return Optional.of(new Started.Gone());
    }
    Optional<Started> earlier = earlier(key, now);
    if (earlier.isPresent()) {
      return earlier;
    }
    ImageJob job = ImageJob.of(id, wish.original(), wish.recipe(), renderRevision, now);
    Optional<VersionRecord> existing = stores.jobs().version(id, job.version());
    return existing.isPresent()
        ? existing(existing.get(), key, now)
        : create(image.get(), job, key, now);
  }

  private Optional<Started> existing(VersionRecord record, Optional<RequestKey> key, Instant now) {
    List<Write> remembered = IdempotencyKeys.remember(key, record, false, now);
    if (!remembered.isEmpty() && !stores.jobs().commit(new Change(remembered))) {
      return Optional.empty();
    }
    return Optional.of(permit.anew(record, false));
  }

  private Optional<Started> create(
      ImageRecord image, ImageJob job, Optional<RequestKey> key, Instant now) {
    long sequence = image.versions() + 1;
    Optional<Permission> permission =
        permit.isStored(job) ? Optional.empty() : Optional.of(permit.sign(job));
    VersionRecord record =
        permission
            .map(p -> Upload.awaited(job, sequence, UploadPermits.endOf(p), now))
            .orElseGet(() -> Upload.stored(job, sequence, now));
    List<Write> writes = new ArrayList<>();
    writes.add(new Write.PutVersion(Optional.empty(), record));
    writes.add(new Write.PutImage(Optional.of(image), image.withLatest(job.version())));
    writes.addAll(IdempotencyKeys.remember(key, record, true, now));
    if (!commits.commit(new Change(writes))) {
      return Optional.empty();
    }
    context.boundary().reached(StepBoundary.UPLOAD_STARTED);
    FlowLog.event("upload.started", record).with("bytes", job.original().bytes()).info();
    if (permission.isEmpty()) {
      permit.queued(record, "upload");
    }
    return Optional.of(new Started.Accepted(record, permission, true));
  }

  /// Signs a new upload permission for a version that is waiting.
  public Started permit(ImageId id, Version version) {
    Optional<ImageRecord> image = stores.jobs().image(id);
    if (image.filter(i -> !i.isLive()).isPresent()) {
      return new Started.Gone();
    }
    Optional<VersionRecord> record = image.flatMap(_ -> stores.jobs().version(id, version));
    if (record.isEmpty()) {
      return new Started.Unknown();
    }
    return Upload.awaits(record.get())
        ? permit.anew(record.get(), false)
        : new Started.NotWaiting(record.get().state());
  }

  private Optional<Started> earlier(Optional<RequestKey> key, Instant now) {
    return switch (answered.look(key, now)) {
      case Earlier.Never _ -> Optional.empty();
      case Earlier.OtherRequest _ -> Optional.of(new Started.KeyReused());
      case Earlier.Same same -> {
        var answer = same.answer();
        Started again =
            stores
                .jobs()
                .version(answer.imageId(), answer.version())
                .map(record -> permit.anew(record, same.isNew()))
                .orElseGet(Started.Gone::new);
        yield Optional.of(again);
      }
    };
  }
}
