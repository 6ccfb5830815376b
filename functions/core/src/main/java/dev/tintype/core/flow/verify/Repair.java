package dev.tintype.core.flow.verify;

import dev.tintype.core.Version;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.RenderTools;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.ImageSet;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Repairs the damage that a verification found. It writes only bytes whose digest the manifest
/// names. When this renderer can no longer make those bytes, it queues a successor version. It
/// deletes only objects that the job store marks as wrong, never objects that the job store does
/// not know.
///
/// One call at a time per renderer.
public final class Repair {

  private final Stores stores;
  private final Restore restore;
  private final Reprocess reprocess;

  /// @param renderTools renders missing variants
  /// @param reprocess queues successors
  /// @param edge removes altered files from the edge cache
  public Repair(
      Stores stores,
      RenderTools renderTools,
      Reprocess reprocess,
      EdgeCache edge,
      FlowContext context) {
    this.stores = stores;
    this.restore = new Restore(stores, renderTools, edge, context);
    this.reprocess = reprocess;
  }

  /// The result for one damage.
  public sealed interface Mended {
    /// The promised bytes are there again.
    record Restored() implements Mended {}

    /// A successor version was queued. The old version stays damaged.
    ///
    /// @param by the successor
    record Succeeded(Version by) implements Mended {}

    /// The file was deleted.
    record Deleted() implements Mended {}

    /// Nothing was done.
    ///
    /// @param why what an operator should know
    record Left(String why) implements Mended {}
  }

  /// Repairs what it can.
  ///
  /// @param damages the damage of one page
  /// @return the result for each, in the same order
  /// @throws StoreUnavailable when a store does not answer; calling again is safe
  public Map<Damage, Mended> mend(List<Damage> damages) throws InterruptedException {
    Map<Damage, Mended> all = new LinkedHashMap<>();
    Map<String, List<Damage>> versions = new LinkedHashMap<>();
    for (Damage damage : damages) {
      switch (damage.kind()) {
        case MISSING, ALTERED -> {
          all.put(damage, new Mended.Left("its version is no longer ready"));
          versions.computeIfAbsent(folder(damage), _ -> new ArrayList<>()).add(damage);
        }
        case ORPHANED, HALF_DONE -> all.put(damage, remove(damage));
        case UNREADABLE ->
            all.put(
                damage,
                new Mended.Left("run the release that wrote it, or restore it from a backup"));
      }
    }
    for (List<Damage> ofOne : versions.values()) {
      all.putAll(mendVersion(ofOne));
    }
    return all;
  }

  private static String folder(Damage damage) {
    return damage.imageId().orElseThrow() + "/" + damage.version().orElseThrow();
  }

  private Map<Damage, Mended> mendVersion(List<Damage> damages) throws InterruptedException {
    VersionRecord record = record(damages.getFirst()).orElse(null);
    if (record == null || !(record.state() instanceof Ready ready)) {
      return Map.of();
    }
    Map<Damage, Mended> mended = new LinkedHashMap<>();
    Map<Damage, Restore.Restored> restored = restore.restore(record, ready.manifest(), damages);
    for (Map.Entry<Damage, Restore.Restored> one : restored.entrySet()) {
      mended.put(
          one.getKey(),
          switch (one.getValue()) {
            case Restore.Restored.Done _ -> new Mended.Restored();
            case Restore.Restored.Impossible not -> new Mended.Left(not.why());
            case Restore.Restored.OtherBytes other -> succeed(record, other.why());
          });
    }
    return mended;
  }

  /// A successor is queued only for the current version of the set that created it.
  private Mended succeed(VersionRecord record, String why) {
    Optional<ImageRecord> image = stores.jobs().image(record.job().imageId());
    if (image.filter(found -> isCurrent(found, record)).isEmpty()) {
      return new Mended.Left(why + "; the version is not the current one of its set");
    }
    if (image.filter(found -> isSucceeded(found, record)).isPresent()) {
      return new Mended.Left(why + "; a later version of its set is on its way");
    }
    return switch (reprocess.again(record)) {
      case Lookup.Found<Reprocessed>(Reprocessed.Queued queued) ->
          new Mended.Succeeded(queued.record().job().version());
      case Lookup.Found<Reprocessed>(Reprocessed.Exists exists)
          when !exists.record().job().version().equals(record.job().version()) ->
          new Mended.Succeeded(exists.record().job().version());
      case Lookup.Found<Reprocessed>(Reprocessed.Exists _),
          Lookup.Found<Reprocessed>(Reprocessed.CleaningUp _) ->
          new Mended.Left(why);
      case Lookup.Found<Reprocessed>(Reprocessed.NoOriginal _) ->
          new Mended.Left("its original is missing too");
      case Lookup.Unknown<Reprocessed> _, Lookup.Gone<Reprocessed> _ ->
          new Mended.Left("its image was erased");
      case Tried.Contended<Reprocessed> _ ->
          new Mended.Left("another process wrote at the same time: run it again");
    };
  }

  /// A decision for the damaged version would be later than that for the version on its way.
  private boolean isSucceeded(ImageRecord image, VersionRecord record) {
    Optional<Version> latest =
        ownSet(image, record)
            .map(ImageSet::latest)
            .or(image::latest)
            .filter(last -> !last.equals(record.job().version()));
    return latest
        .flatMap(last -> stores.jobs().version(image.id(), last))
        .filter(found -> isOnItsWay(found.state()))
        .isPresent();
  }

  private static boolean isOnItsWay(VersionState state) {
    return switch (state) {
      case AwaitingUpload _, Queued _, Processing _ -> true;
      case Ready _, Failed _, Superseded _, Expired _, Retired _ -> false;
    };
  }

  private static boolean isCurrent(ImageRecord image, VersionRecord record) {
    Version version = record.job().version();
    return image.sets().isPresent()
        ? ownSet(image, record).filter(set -> set.shows(version)).isPresent()
        : image.current().filter(c -> c.version().equals(version)).isPresent();
  }

  /// The set that created the version, if the sets of the image are named.
  private static Optional<ImageSet> ownSet(ImageRecord image, VersionRecord record) {
    return image.sets().flatMap(sets -> sets.named(record.job().recipe().name()));
  }

  private Optional<VersionRecord> record(Damage damage) {
    return stores.jobs().version(damage.imageId().orElseThrow(), damage.version().orElseThrow());
  }

  private Mended remove(Damage damage) {
    if (!mayBeDeleted(damage)) {
      return new Mended.Left(
          damage.kind() == Damage.Kind.HALF_DONE
              ? "the version can be redriven"
              : "it is not known to be wrong, so it is kept: check it by hand");
    }
    storage(damage).delete(damage.key());
    FlowLog.event("repair.deleted").with("key", damage.key()).info();
    return new Mended.Deleted();
  }

  /// Whether the object belongs to an erased image or to a version that ended for good. An object
  /// that the job store does not know is kept: a store restored from a backup does not know the
  /// versions made since.
  private boolean mayBeDeleted(Damage damage) {
    if (damage.imageId().isEmpty()) {
      return false;
    }
    Optional<ImageRecord> image = stores.jobs().image(damage.imageId().get());
    if (image.filter(i -> i.life() instanceof Life.Erased).isPresent()) {
      return true;
    }
    return damage.version().isPresent()
        && record(damage).filter(r -> r.dueAt().isEmpty() && endedForEver(r)).isPresent();
  }

  private static boolean endedForEver(VersionRecord record) {
    return switch (record.state()) {
      case Superseded _ -> true;
      case Failed failed -> !failed.reason().redrivable();
      case Expired expired -> expired.wasRetired();
      default -> false;
    };
  }

  private Storage storage(Damage damage) {
    return damage.key().startsWith(dev.tintype.core.Keys.ORIGINALS)
        ? stores.originals()
        : stores.variants();
  }
}
