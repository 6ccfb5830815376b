package dev.tintype.core.flow.backup;

import dev.tintype.core.Format;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.migrate.Side;
import dev.tintype.core.flow.migrate.Stock;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;

/// A job store and two storages with ready images.
///
/// @param side the job store
/// @param originals the private storage
/// @param variants the public storage
record Installation(Side side, MemoryStorage originals, MemoryStorage variants) {

  static Installation over(Side side) {
    return new Installation(
        side, new MemoryStorage(InstantSource.system()), new MemoryStorage(InstantSource.system()));
  }

  /// @param number from 100, so that it is none of [Stock]
  static ImageJob job(int number) {
    byte[] original = original(number);
    return ImageJob.of(
        Stock.id(number),
        new Original(Sha256.of(original), original.length, "image/jpeg"),
        Recipes.FAST,
        RenderRevision.parse("1-test"),
        Stock.AT);
  }

  private static byte[] original(int number) {
    return ("the original " + number).getBytes(StandardCharsets.UTF_8);
  }

  /// Makes an image that is ready.
  void ready(int number) {
    ImageJob job = job(number);
    Manifest manifest = MemoryRenderer.manifest(job);
    originals.put(job.originalKey(), original(number));
    for (Manifest.Variant variant : manifest.variants()) {
      Format format = variant.format();
      variants.put(
          Keys.variant(job.imageId(), job.version(), variant.size(), format),
          MemoryRenderer.bytes(job, variant.size(), format));
    }
    variants.put(Keys.manifest(job.imageId(), job.version()), ManifestJson.bytes(manifest));
    VersionRecord version =
        new VersionRecord(job, 1, 1, 1, 0, 0, new Ready(manifest), Optional.empty(), Stock.AT);
    ImageRecord image =
        ImageRecord.first(job.imageId(), Optional.of("photo " + number), job.version(), Stock.AT)
            .withReady(version);
    Stock.commit(
        side.jobs(),
        Change.of(
            new PutImage(Optional.empty(), image), new PutVersion(Optional.empty(), version)));
  }

  /// Erases an image, and deletes its files as the sweeper does.
  void erase(int number) {
    ImageId id = Stock.id(number);
    ImageRecord image = side.jobs().image(id).orElseThrow();
    ImageRecord tombstone = Erasure.begun(image, Stock.AT).orElseThrow();
    Stock.commit(side.jobs(), Change.of(new PutImage(Optional.of(image), tombstone)));
    originals.keys().stream()
        .filter(key -> key.startsWith(Keys.originals(id)))
        .forEach(originals::delete);
    variants.keys().stream()
        .filter(key -> key.startsWith(Keys.variants(id)))
        .forEach(variants::delete);
  }

  /// @return every file's digest by its key
  TreeMap<String, Sha256> files() {
    TreeMap<String, Sha256> files = new TreeMap<>();
    for (MemoryStorage storage : new MemoryStorage[] {originals, variants}) {
      for (String key : storage.keys()) {
        try (InputStream in = storage.open(key, Optional.empty()).orElseThrow()) {
          files.put(key, Sha256.of(in));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return files;
  }
}
