package dev.tintype.core.flow.reprocess;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.NamedSets;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Decides what a set of an image shows: the image's original under the set's recipe as it is
/// configured, and the current render revision. If that version does not exist, it is made.
public final class Reprocess {

  private final Stores stores;
  private final Messages messages;
  private final Supplier<RecipeBook> recipes;
  private final RenderRevision renderRevision;
  private final FlowContext context;
  private final Commits commits;
  private final NamedSets namedSets;

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
    this.namedSets = new NamedSets(stores.jobs());
  }

  /// The result of a request for a live image.
  public sealed interface Reprocessed {
    /// A new version is queued.
    ///
    /// @param record the version
    record Queued(VersionRecord record) implements Reprocessed {}

    /// The version exists already. The set shows it if it is ready, or when it becomes ready. If it
    /// ended otherwise, nothing changes.
    ///
    /// @param record the version, in any state
    record Exists(VersionRecord record) implements Reprocessed {}

    /// The files of the version are being deleted, because it was retired. It can be made again in
    /// some minutes.
    record CleaningUp() implements Reprocessed {}

    /// No original of the image is stored.
    record NoOriginal() implements Reprocessed {}
  }

  /// As [#reprocess(ImageId, Optional, boolean)], for a set that keeps its place.
  public Tried<Reprocessed> reprocess(ImageId id, Optional<Recipe> recipe) {
    return reprocess(id, recipe, false);
  }

  /// As [#reprocess(ImageId, Optional, boolean, Lane)], in the fresh lane.
  public Tried<Reprocessed> reprocess(ImageId id, Optional<Recipe> recipe, boolean asDefault) {
    return reprocess(id, recipe, asDefault, Lane.FRESH);
  }

  /// @param recipe the recipe of the set, which may be new; absent for the default set and its
  ///   recipe as configured now
  /// @param asDefault whether the set becomes the default set when it shows the version
  /// @param lane the lane of a new version. A version that is queued as bulk work is moved to the
  ///   fresh lane if this is the fresh lane, and is never moved back
  /// @throws StoreUnavailable when it is unknown whether the version was queued; calling again is
  ///   safe
  public Tried<Reprocessed> reprocess(
      ImageId id, Optional<Recipe> recipe, boolean asDefault, Lane lane) {
    return ofLive(id, image -> reprocess(image, recipe, asDefault, lane));
  }

  /// Decides that the set of a version shows the same original under the same recipe and the
  /// current render revision. Other originals of the image do not matter. A new version is bulk
  /// work: a lost disk damages many images at once.
  ///
  /// @param damaged the version whose files cannot be made again with their bytes
  /// @throws StoreUnavailable as [#reprocess(ImageId, Optional, boolean, Lane)]
  public Tried<Reprocessed> again(VersionRecord damaged) {
    return ofLive(damaged.job().imageId(), image -> again(image, damaged));
  }

  /// @param step returns absent when another process wrote first; it is tried again then
  private Tried<Reprocessed> ofLive(ImageId id, Function<ImageRecord, Optional<Reprocessed>> step) {
    return Contention.request(() ->
        switch (Lookup.liveImage(stores.jobs(), id)) {
          case Lookup.Found<ImageRecord>(ImageRecord image) ->
              step.apply(image).map(Lookup.Found::new);
          case Lookup.Unknown<ImageRecord> _ -> Optional.of(new Lookup.Unknown<>());
          case Lookup.Gone<ImageRecord> _ -> Optional.of(new Lookup.Gone<>());
        });
  }

  private Optional<Reprocessed> again(ImageRecord image, VersionRecord damaged) {
    return isStored(damaged)
        ? namedSets
            .of(image)
            .flatMap(named ->
                decide(
                    new Wish(image, named, false, Lane.BULK),
                    successor(image, damaged, damaged.job().recipe())))
        : Optional.of(new Reprocessed.NoOriginal());
  }

  private boolean isStored(VersionRecord record) {
    return stores.originals().head(record.job().originalKey()).isPresent();
  }

  /// @return absent when another process wrote first
  private Optional<Reprocessed> reprocess(
      ImageRecord image, Optional<Recipe> recipe, boolean asDefault, Lane lane) {
    Optional<VersionRecord> base = base(image);
    if (base.isEmpty()) {
      return Optional.of(new Reprocessed.NoOriginal());
    }
    return namedSets
        .of(image)
        .flatMap(named -> {
          Recipe wanted = recipe.orElseGet(() -> configured(announced(named)));
          Wish wish = new Wish(image, named, asDefault || recipe.isEmpty(), lane);
          return decide(wish, successor(image, base.get(), wanted));
        });
  }

  private static String announced(ImageRecord named) {
    return named.sets().orElseThrow().announced();
  }

  /// The image as read, and with its sets named.
  private record Wish(ImageRecord image, ImageRecord named, boolean asDefault, Lane lane) {

    boolean isDecided(ImageJob job) {
      return named.sets().orElseThrow().areDecided(job.recipe().name(), asDefault, job.version());
    }

    Write decision(ImageJob job, VersionRecord version) {
      return new Write.PutImage(
          Optional.of(image), named.withDecision(job.recipe().name(), asDefault, version));
    }
  }

  /// Returns the latest version if its original is stored, else the current one.
  private Optional<VersionRecord> base(ImageRecord image) {
    Stream<Version> candidates =
        Stream.concat(
            image.latest().stream(), image.current().map(ImageRecord.Current::version).stream());
    return candidates
        .flatMap(version -> stores.jobs().version(image.id(), version).stream())
        .filter(this::isStored)
        .findFirst();
  }

  private ImageJob successor(ImageRecord image, VersionRecord base, Recipe recipe) {
    return ImageJob.of(
        image.id(), image.focused(base.job().original()), recipe, renderRevision, context.now());
  }

  private Recipe configured(String name) {
    RecipeBook book = recipes.get();
    return book.byName(name).orElseGet(book::standard);
  }

  private Optional<Reprocessed> decide(Wish wish, ImageJob job) {
    Optional<VersionRecord> existing = stores.jobs().version(wish.image().id(), job.version());
    return existing.isPresent() ? existing(wish, job, existing.get()) : create(wish, job);
  }

  private Optional<Reprocessed> existing(Wish wish, ImageJob job, VersionRecord existing) {
    return switch (existing.state()) {
      case Ready _, AwaitingUpload _, Queued _, Processing _ -> shown(wish, job, existing);
      case Expired _ ->
          queued(
              wish.decision(job, existing),
              Optional.of(existing),
              Upload.requested(existing, wish.lane(), context.now()).orElseThrow());
      case Failed _, Superseded _ -> Optional.of(new Reprocessed.Exists(existing));
      case Retired _ -> Optional.of(new Reprocessed.CleaningUp());
    };
  }

  private Optional<Reprocessed> shown(Wish wish, ImageJob job, VersionRecord existing) {
    Optional<VersionRecord> hastened =
        wish.lane() == Lane.FRESH ? Upload.hastened(existing, context.now()) : Optional.empty();
    List<Write> writes = new ArrayList<>();
    hastened.ifPresent(next -> writes.add(new Write.PutVersion(Optional.of(existing), next)));
    if (!wish.isDecided(job)) {
      writes.add(wish.decision(job, existing));
    }
    List<Sending> sendings = hastened.stream().map(Reprocess::sending).toList();
    if (!writes.isEmpty() && !commits.commit(new Change(writes), messages, sendings)) {
      return Optional.empty();
    }
    return Optional.of(new Reprocessed.Exists(hastened.orElse(existing)));
  }

  private Optional<Reprocessed> create(Wish wish, ImageJob job) {
    VersionRecord record =
        Upload.stored(job, wish.image().versions() + 1, wish.lane(), context.now())
            .tracedBy(context.tracing().current());
    return queued(wish.decision(job, record), Optional.empty(), record);
  }

  private Optional<Reprocessed> queued(
      Write decision, Optional<VersionRecord> before, VersionRecord record) {
    Change change = Change.of(new Write.PutVersion(before, record), decision);
    if (!commits.commit(change, messages, List.of(sending(record)))) {
      return Optional.empty();
    }
    context.boundary().reached(StepBoundary.REPROCESS_WRITTEN);
    FlowLog.event("reprocess.written", record).info();
    return Optional.of(new Reprocessed.Queued(record));
  }

  private static Sending sending(VersionRecord record) {
    return Messages.sending(record, "reprocess", Duration.ZERO);
  }
}
