package dev.tintype.core.flow.reprocess;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeBook;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Makes another version from an image's original: under another recipe, or under the configured
/// recipe and the current render revision.
public final class Reprocess {

  private final Stores stores;
  private final Messages messages;
  private final Supplier<RecipeBook> recipes;
  private final RenderRevision renderRevision;
  private final FlowContext context;
  private final Commits commits;

  /// @param sender sends the message of the new version
  /// @param recipes resolves the name of the image's recipe
  /// @param renderRevision the revision of new versions
  public Reprocess(
      Stores stores,
      JobSender sender,
      Supplier<RecipeBook> recipes,
      RenderRevision renderRevision,
      FlowContext context) {
    this.stores = stores;
    this.messages = new Messages(sender);
    this.recipes = recipes;
    this.renderRevision = renderRevision;
    this.context = context;
    this.commits = new Commits(stores.jobs());
  }

  /// The result of a request for a live image.
  public sealed interface Reprocessed {
    /// A new version is queued.
    ///
    /// @param record the version
    record Queued(VersionRecord record) implements Reprocessed {}

    /// The version exists already.
    ///
    /// @param record the version, in any state
    record Exists(VersionRecord record) implements Reprocessed {}

    /// No original of the image is stored.
    record NoOriginal() implements Reprocessed {}
  }

  /// @param recipe absent to use the image's own recipe as configured now
  /// @throws StoreUnavailable when it is unknown whether the version was queued; calling again is
  ///   safe
  public Tried<Reprocessed> reprocess(ImageId id, Optional<Recipe> recipe) {
    return Contention.request(() ->
        switch (Lookup.liveImage(stores.jobs(), id)) {
          case Lookup.Found<ImageRecord>(ImageRecord image) ->
              reprocess(image, recipe).map(Lookup.Found::new);
          case Lookup.Unknown<ImageRecord> _ -> Optional.of(new Lookup.Unknown<>());
          case Lookup.Gone<ImageRecord> _ -> Optional.of(new Lookup.Gone<>());
        });
  }

  /// @return absent when another process wrote first
  private Optional<Reprocessed> reprocess(ImageRecord image, Optional<Recipe> recipe) {
    Optional<VersionRecord> base = base(image);
    return base.isEmpty()
        ? Optional.of(new Reprocessed.NoOriginal())
        : queue(image, successor(base.get(), recipe));
  }

  /// Returns the latest version if its original is stored, else the current one.
  private Optional<VersionRecord> base(ImageRecord image) {
    Stream<Version> candidates =
        Stream.concat(
            image.latest().stream(), image.current().map(ImageRecord.Current::version).stream());
    return candidates
        .flatMap(version -> stores.jobs().version(image.id(), version).stream())
        .filter(record -> stores.originals().head(record.job().originalKey()).isPresent())
        .findFirst();
  }

  private ImageJob successor(VersionRecord base, Optional<Recipe> recipe) {
    Recipe next = recipe.orElseGet(() -> configured(base.job().recipe().name()));
    return ImageJob.of(
        base.job().imageId(), base.job().original(), next, renderRevision, context.now());
  }

  private Recipe configured(String name) {
    RecipeBook book = recipes.get();
    return book.byName(name).orElseGet(book::standard);
  }

  private Optional<Reprocessed> queue(ImageRecord image, ImageJob job) {
    Optional<VersionRecord> existing = stores.jobs().version(image.id(), job.version());
    if (existing.isPresent()) {
      return existing.map(Reprocessed.Exists::new);
    }
    Instant now = context.now();
    VersionRecord record = Upload.stored(job, image.versions() + 1, now);
    boolean written =
        commits.commit(
            Change.of(
                new Write.PutVersion(Optional.empty(), record),
                new Write.PutImage(Optional.of(image), image.withLatest(job.version()))));
    if (!written) {
      return Optional.empty();
    }
    context.boundary().reached(StepBoundary.REPROCESS_WRITTEN);
    FlowLog.event("reprocess.written", record).info();
    messages.send(record, "reprocess", Duration.ZERO);
    return Optional.of(new Reprocessed.Queued(record));
  }
}
