package dev.tintype.chaos;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// A data folder with ready images of the usual recipe, whose files hold a few made-up bytes and
/// whose manifests are right.
final class FilledFolder {

  private static final int THREADS = 16;

  private final Path data;
  private final Path temporary;
  private final Map<String, Sha256> files = new ConcurrentHashMap<>();

  FilledFolder(Path data, Path temporary) {
    this.data = data;
    this.temporary = temporary;
  }

  /// Makes the images.
  ///
  /// @return the digest of each public file, by key
  Map<String, Sha256> fill(int images) throws Exception {
    try (Backends backends =
            Backends.open(new DataFolder(data), InstantSource.system(), new SecureRandom());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all =
          IntStream.range(0, images)
              .<Future<?>>mapToObj(i -> threads.submit(() -> image(backends, i)))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    }
    return files;
  }

  private void image(Backends backends, int number) {
    Instant at = Instant.now();
    ImageId id = ImageId.newUlid(at, new SecureRandom());
    byte[] original = ("original " + number).getBytes(StandardCharsets.UTF_8);
    ImageJob job =
        ImageJob.of(
            id,
            new ImageJob.Original(Sha256.of(original), original.length, "image/jpeg"),
            Recipes.DEFAULT,
            RenderRevision.CURRENT,
            at);
    var manifest = MemoryRenderer.manifest(job);
    put(backends.originals(), job.originalKey(), original, "image/jpeg");
    manifest
        .variants()
        .forEach(variant ->
            shown(
                backends,
                Keys.variant(id, job.version(), variant.size(), variant.format()),
                MemoryRenderer.bytes(job, variant.size(), variant.format())));
    shown(backends, Keys.manifest(id, job.version()), ManifestJson.bytes(manifest));
    VersionRecord ready =
        new VersionRecord(
            job, 1, 1, 1, 0, 0, new VersionState.Ready(manifest), Optional.empty(), at);
    ImageRecord image = ImageRecord.first(id, Optional.empty(), job.version(), at).withReady(ready);
    if (!backends
        .jobs()
        .commit(
            Change.of(
                new Write.PutImage(Optional.empty(), image),
                new Write.PutVersion(Optional.empty(), ready)))) {
      throw new IllegalStateException("the image could not be recorded");
    }
  }

  private void shown(Backends backends, String key, byte[] bytes) {
    put(backends.variants(), key, bytes, Keys.mediaType(key));
    files.put(key, Sha256.of(bytes));
  }

  private void put(Storage storage, String key, byte[] bytes, String mediaType) {
    try {
      Path file = Files.write(Files.createTempFile(temporary, "file", ""), bytes);
      var _ =
          storage.put(
              key,
              new StoredFile(file, bytes.length, Sha256.of(bytes), mediaType, Keys.CACHE_CONTROL));
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
