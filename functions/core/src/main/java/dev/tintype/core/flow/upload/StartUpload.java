package dev.tintype.core.flow.upload;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Metadata;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.NamedSets;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.flow.label.Labels;
import dev.tintype.core.flow.upload.IdempotencyKeys.Earlier;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.port.UploadSigner.Permission;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Retired;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Starts the upload of a new image or of a new original for an existing image, and renews upload
/// permissions.
///
/// Every method throws [dev.tintype.core.port.StoreUnavailable] when it is unknown what was
/// written. Calling again with the same key is safe.
public final class StartUpload {

  private final Stores stores;
  private final FlowContext context;
  private final RenderRevision renderRevision;
  private final Commits commits;
  private final NamedSets namedSets;
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
    this.namedSets = new NamedSets(stores.jobs());
    this.answered = new IdempotencyKeys(stores.jobs());
    this.permit = new UploadPermits(stores, signer, sender, context);
  }

  /// What a client wants to upload.
  ///
  /// @param original what the client declares
  /// @param recipe the recipe for its variants
  public record Wish(Original original, Recipe recipe) {}

  /// Starts a new image without metadata.
  ///
  /// @param name the client's own name for it, never public
  /// @param key makes the request repeatable
  public Tried<Started> newImage(Wish wish, Optional<String> name, Optional<RequestKey> key) {
    return newImage(wish, new Labels(name, Metadata.NONE), key);
  }

  /// Starts a new image.
  ///
  /// @param labels what the client calls it
  /// @param key makes the request repeatable
  public Tried<Started> newImage(Wish wish, Labels labels, Optional<RequestKey> key) {
    Instant now = context.now();
    Optional<Tried<Started>> earlier = earlier(key, now);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    ImageId id = ImageId.newUlid(now, context.random());
    ImageJob job = ImageJob.of(id, wish.original(), wish.recipe(), renderRevision, now);
    Permission permission = permit.sign(job);
    VersionRecord record =
        Upload.begun(job, 1, UploadPermits.endOf(permission), now)
            .tracedBy(context.tracing().current());
    List<Write> writes = new ArrayList<>();
    writes.add(
        new Write.PutImage(
            Optional.empty(),
            ImageRecord.first(id, labels.name(), labels.metadata(), job.version(), now)));
    writes.add(new Write.PutVersion(Optional.empty(), record));
    writes.addAll(IdempotencyKeys.remember(key, record, true, now));
    if (!commits.commit(new Change(writes))) {
      return earlier(key, context.now()).orElseGet(Tried.Contended::new);
    }
    context.boundary().reached(StepBoundary.UPLOAD_STARTED);
    FlowLog.event("upload.started", record).with("bytes", job.original().bytes()).info();
    return new Lookup.Found<>(new Started.Accepted(record, Optional.of(permission), true));
  }

  /// Starts a new version of an image: a new original, or a former one again. The set of the recipe
  /// shows it when it is ready, and becomes the default set. If that version exists already, it is
  /// returned unchanged.
  ///
  /// @param key makes the request repeatable
  public Tried<Started> newVersion(ImageId id, Wish wish, Optional<RequestKey> key) {
    return Contention.request(() ->
        switch (Lookup.liveImage(stores.jobs(), id)) {
          case Lookup.Found<ImageRecord>(ImageRecord image) -> newVersion(image, wish, key);
          case Lookup.Unknown<ImageRecord> _ -> Optional.of(new Lookup.Unknown<>());
          case Lookup.Gone<ImageRecord> _ -> Optional.of(new Lookup.Gone<>());
        });
  }

  /// @return absent when another process wrote first
  private Optional<Tried<Started>> newVersion(
      ImageRecord image, Wish wish, Optional<RequestKey> key) {
    Instant now = context.now();
    Optional<Tried<Started>> earlier = earlier(key, now);
    if (earlier.isPresent()) {
      return earlier;
    }
    ImageJob job =
        ImageJob.of(image.id(), original(image, wish), wish.recipe(), renderRevision, now);
    Optional<VersionRecord> existing = stores.jobs().version(image.id(), job.version());
    return namedSets
        .of(image)
        .flatMap(named ->
            existing.isPresent()
                ? existing(image, named, existing.get(), wish.recipe().name(), key)
                : create(image, named, job, key, now).map(Lookup.Found::new));
  }

  /// A focal point belongs to an original: a former original has the point that it had last. A
  /// version that cannot be read does not hinder a new one.
  private ImageJob.Original original(ImageRecord image, Wish wish) {
    Sha256 sha256 = wish.original().sha256();
    return image.focused(
        stores.jobs().versions(image.id(), _ -> {}).stream()
            .filter(record -> record.job().original().sha256().equals(sha256))
            .max(Comparator.comparingLong(VersionRecord::sequence))
            .map(record -> wish.original().with(record.job().original().focus()))
            .orElse(wish.original()));
  }

  private Optional<Tried<Started>> existing(
      ImageRecord image,
      ImageRecord named,
      VersionRecord record,
      String set,
      Optional<RequestKey> key) {
    if (record.state() instanceof Retired) {
      return Optional.of(new Lookup.Found<>(new Started.CleaningUp()));
    }
    List<Write> writes =
        new ArrayList<>(IdempotencyKeys.remember(key, record, false, context.now()));
    boolean isDecided = named.sets().orElseThrow().areDecided(set, true, record.job().version());
    if (!isDecided && record.state().mayBeShown()) {
      writes.add(new Write.PutImage(Optional.of(image), named.withDecision(set, true, record)));
    }
    if (!writes.isEmpty() && !stores.jobs().commit(new Change(writes))) {
      return Optional.empty();
    }
    return Optional.of(permit.anew(record, false));
  }

  private Optional<Started> create(
      ImageRecord image, ImageRecord named, ImageJob job, Optional<RequestKey> key, Instant now) {
    long sequence = image.versions() + 1;
    Optional<Permission> permission =
        permit.isStored(job) ? Optional.empty() : Optional.of(permit.sign(job));
    VersionRecord record =
        permission
            .map(p -> Upload.begun(job, sequence, UploadPermits.endOf(p), now))
            .orElseGet(() -> Upload.stored(job, sequence, now))
            .tracedBy(context.tracing().current());
    List<Write> writes = new ArrayList<>();
    writes.add(new Write.PutVersion(Optional.empty(), record));
    writes.add(
        new Write.PutImage(
            Optional.of(image), named.withDecision(job.recipe().name(), true, record)));
    writes.addAll(IdempotencyKeys.remember(key, record, true, now));
    if (!commits.commit(
        new Change(writes), permit.messages(), UploadPermits.sendings(record, permission))) {
      return Optional.empty();
    }
    context.boundary().reached(StepBoundary.UPLOAD_STARTED);
    FlowLog.event("upload.started", record).with("bytes", job.original().bytes()).info();
    return Optional.of(new Started.Accepted(record, permission, true));
  }

  /// Signs a new upload permission for a version that is waiting.
  public Tried<Started> permit(ImageId id, Version version) {
    return switch (Lookup.liveImage(stores.jobs(), id)) {
      case Lookup.Found<ImageRecord> _ ->
          stores.jobs().version(id, version).map(this::permit).orElseGet(Lookup.Unknown::new);
      case Lookup.Unknown<ImageRecord> _ -> new Lookup.Unknown<>();
      case Lookup.Gone<ImageRecord> _ -> new Lookup.Gone<>();
    };
  }

  private Tried<Started> permit(VersionRecord record) {
    return Upload.awaits(record)
        ? permit.anew(record, false)
        : new Lookup.Found<>(new Started.NotWaiting(record.state()));
  }

  /// A repeated request begins no version that was retired since.
  private Tried<Started> again(VersionRecord record, boolean isNew) {
    return record.state().isEnd() && !Upload.awaits(record)
        ? new Lookup.Found<>(new Started.Accepted(record, Optional.empty(), isNew))
        : permit.anew(record, isNew);
  }

  private Optional<Tried<Started>> earlier(Optional<RequestKey> key, Instant now) {
    return switch (answered.look(key, now)) {
      case Earlier.Never _ -> Optional.empty();
      case Earlier.OtherRequest _ -> Optional.of(new Lookup.Found<>(new Started.KeyReused()));
      case Earlier.Same same -> {
        var answer = same.answer();
        Tried<Started> again =
            stores
                .jobs()
                .version(answer.imageId(), answer.version())
                .map(record -> again(record, same.isNew()))
                .orElseGet(Lookup.Gone::new);
        yield Optional.of(again);
      }
    };
  }
}
