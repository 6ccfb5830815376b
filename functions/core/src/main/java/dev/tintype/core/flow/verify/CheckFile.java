package dev.tintype.core.flow.verify;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Keys.OriginalKey;
import dev.tintype.core.Keys.PublicKey;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.verify.Damage.Kind;
import dev.tintype.core.flow.verify.VerifyCursor.Part;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Checks whether each stored file belongs to a version. It lists a page of files first, and then
/// reads each image and version of that page once. So a file that belongs to nothing cannot be work
/// under way.
public final class CheckFile {

  private final Stores stores;

  public CheckFile(Stores stores) {
    this.stores = stores;
  }

  /// What is known about the files of one version, or about the originals of one image.
  private sealed interface Standing {
    /// Work is under way: nothing can be said about the files.
    record Open() implements Standing {}

    /// Files with these names or keys belong here; other files do not.
    record Named(Set<String> names) implements Standing {}

    /// No file belongs here.
    record Wrong(Kind kind, String why) implements Standing {}
  }

  /// Checks a page of files that were listed before.
  ///
  /// @param part [Part#VARIANTS] or [Part#ORIGINALS]
  /// @return those that are still there and belong to nothing
  public List<Damage> check(Part part, List<StoredObject> page) {
    Storage storage = part == Part.ORIGINALS ? stores.originals() : stores.variants();
    Map<Object, Standing> standings = new HashMap<>();
    List<Damage> damages = new ArrayList<>();
    for (StoredObject object : page) {
      Optional<Damage> damage =
          part == Part.ORIGINALS
              ? original(object.key(), standings)
              : variant(object.key(), standings);
      damage.filter(d -> storage.head(d.key()).isPresent()).ifPresent(damages::add);
    }
    return damages;
  }

  private Optional<Damage> variant(String key, Map<Object, Standing> standings) {
    PublicKey parsed = Keys.parsePublic(key).orElse(null);
    if (parsed == null) {
      return foreign(key);
    }
    Standing standing =
        standings.computeIfAbsent(
            Keys.version(parsed.imageId(), parsed.version()),
            _ -> unlessUnreadable(() -> standing(parsed.imageId(), parsed.version())));
    return damage(key, parsed.name(), parsed.imageId(), Optional.of(parsed.version()), standing);
  }

  private Optional<Damage> original(String key, Map<Object, Standing> standings) {
    if (Keys.isWatermark(key)) {
      // No record names it, but old versions may be made again with it.
      return Optional.empty();
    }
    OriginalKey parsed = Keys.parseOriginal(key).orElse(null);
    if (parsed == null) {
      return foreign(key);
    }
    Standing standing =
        standings.computeIfAbsent(
            parsed.imageId(), _ -> unlessUnreadable(() -> standing(parsed.imageId())));
    return damage(key, key, parsed.imageId(), Optional.empty(), standing);
  }

  /// When a record cannot be read, its file names are unknown, so nothing is reported about its
  /// files.
  private static Standing unlessUnreadable(Supplier<Standing> standing) {
    try {
      return standing.get();
    } catch (UnreadableRecord _) {
      return new Standing.Open();
    }
  }

  private static Optional<Damage> foreign(String key) {
    return Optional.of(
        new Damage(
            Kind.ORPHANED,
            key,
            Optional.empty(),
            Optional.empty(),
            "the key does not have the platform's form"));
  }

  private static Optional<Damage> damage(
      String key, String name, ImageId id, Optional<Version> version, Standing standing) {
    return switch (standing) {
      case Standing.Open _ -> Optional.empty();
      case Standing.Named named when named.names().contains(name) -> Optional.empty();
      case Standing.Named _ ->
          Optional.of(
              new Damage(Kind.ORPHANED, key, Optional.of(id), version, "no record names it"));
      case Standing.Wrong wrong ->
          Optional.of(new Damage(wrong.kind(), key, Optional.of(id), version, wrong.why()));
    };
  }

  /// The originals of one image.
  private Standing standing(ImageId id) {
    return unlessGone(id)
        .orElseGet(() ->
            new Standing.Named(
                stores.jobs().versions(id).stream()
                    .map(record -> record.job().originalKey())
                    .collect(Collectors.toSet())));
  }

  /// The files of one version.
  private Standing standing(ImageId id, Version version) {
    return unlessGone(id)
        .orElseGet(() ->
            stores
                .jobs()
                .version(id, version)
                .map(CheckFile::standing)
                .orElseGet(
                    () -> new Standing.Wrong(Kind.ORPHANED, "its image has no such version")));
  }

  private Optional<Standing> unlessGone(ImageId id) {
    Optional<ImageRecord> image = stores.jobs().image(id);
    if (image.isEmpty()) {
      return Optional.of(new Standing.Wrong(Kind.ORPHANED, "there is no such image"));
    }
    return switch (image.get().life()) {
      case Life.Live _ -> Optional.empty();
      case Life.Erasing _ -> Optional.of(new Standing.Open());
      case Life.Erased _ -> Optional.of(new Standing.Wrong(Kind.ORPHANED, "its image was erased"));
    };
  }

  /// The sweeper deletes the leftover files of a failed version when its record is due.
  private static Standing standing(VersionRecord record) {
    return switch (record.state()) {
      case Ready ready ->
          new Standing.Named(
              Stream.concat(
                      Stream.of("manifest.json"),
                      ready.manifest().variants().stream()
                          .map(v -> Keys.variantName(v.size(), v.format())))
                  .collect(Collectors.toSet()));
      case AwaitingUpload _, Queued _, Processing _ -> new Standing.Open();
      case Failed _, Superseded _, Expired _, Retired _ ->
          record.dueAt().isPresent()
              ? new Standing.Open()
              : new Standing.Wrong(Kind.HALF_DONE, "its version is " + record.state().code());
    };
  }
}
