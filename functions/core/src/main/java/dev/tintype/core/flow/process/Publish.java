package dev.tintype.core.flow.process;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.WorkFolders.Work;
import dev.tintype.core.port.Renderer.RenderedFile;
import dev.tintype.core.port.Renderer.Rendering.Rendered;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.CopyResult;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// Puts or copies all variants into the public storage in parallel, then puts the manifest, which
/// marks the version complete. It never overwrites an object, so repeating it is safe.
final class Publish {

  private final Storage variants;
  private final ExecutorService parallel;
  private final StepBoundary boundary;

  Publish(Storage variants, ExecutorService parallel, StepBoundary boundary) {
    this.variants = variants;
    this.parallel = parallel;
    this.boundary = boundary;
  }

  /// What became of a version's files.
  sealed interface Published {
    /// All are stored.
    record Complete() implements Published {}

    /// Other bytes lie under a key.
    ///
    /// @param key the key
    record Conflict(String key) implements Published {}

    /// A file could not be copied: its source is missing or altered, or the storage did not answer.
    /// The manifest was not stored.
    ///
    /// @param source the key of the source
    /// @param found what was found there
    record SourceLost(String source, String found) implements Published {}
  }

  /// @param reuse where the variants are that were not made
  /// @param work has room for the manifest and for copies
  /// @throws LeaseLost when the lease was lost; puts under way write the same bytes as any other
  ///   worker
  /// @throws StoreUnavailable when it is unknown whether a file is stored
  Published publish(Rendered rendered, Optional<Reuse> reuse, Work work, Lease lease)
      throws LeaseLost, InterruptedException {
    Map<Sha256, Path> files =
        rendered.files().stream()
            .collect(
                Collectors.toMap(
                    file -> file.variant().sha256(), RenderedFile::path, (one, _) -> one));
    List<Callable<Published>> puts = new ArrayList<>();
    for (Manifest.Variant variant : rendered.manifest().variants()) {
      String key = key(rendered.manifest(), variant);
      Path made = files.get(variant.sha256());
      if (made == null) {
        String source = source(variant, reuse);
        StoredFile copy = file(variant, work.copy(name(key)));
        puts.add(() -> copy(source, key, copy, lease));
      } else {
        StoredFile file = file(variant, made);
        puts.add(() -> put(key, file, lease));
      }
    }
    return switch (all(puts)) {
      case Published.Complete _ -> putManifest(rendered.manifest(), work.manifest(), lease);
      case Published.Conflict conflict -> conflict;
      case Published.SourceLost lost -> lost;
    };
  }

  private static String source(Manifest.Variant variant, Optional<Reuse> reuse) {
    return reuse.stream()
        .flatMap(has -> has.files().values().stream())
        .filter(source -> source.sha256().equals(variant.sha256()))
        .map(Reuse.Source::key)
        .sorted()
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("the renderer made no file for " + variant.url()));
  }

  private static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private static String key(Manifest manifest, Manifest.Variant variant) {
    return Keys.variant(manifest.imageId(), manifest.version(), variant.size(), variant.format());
  }

  private static StoredFile file(Manifest.Variant variant, Path path) {
    return new StoredFile(
        path, variant.bytes(), variant.sha256(), variant.format().mediaType(), Keys.CACHE_CONTROL);
  }

  private Published put(String key, StoredFile file, Lease lease) throws LeaseLost {
    lease.mustHold();
    PutResult result = variants.put(key, file);
    boundary.reached(StepBoundary.PUBLISHED + name(key));
    return published(key, CopyResult.of(result), key);
  }

  /// Fetching the source takes time, so the lease is checked once more before the copy is stored.
  /// One source that cannot be read must not hinder the version for as long as it cannot be read,
  /// so a failed copy is a lost source. If the storage is down, the next put fails.
  private Published copy(String source, String key, StoredFile file, Lease lease) throws LeaseLost {
    lease.mustHold();
    try {
      CopyResult result = variants.copy(source, key, file, lease::holds);
      boundary.reached(StepBoundary.PUBLISHED + name(key));
      return published(key, result, source);
    } catch (StoreUnavailable e) {
      return new Published.SourceLost(source, e.toString());
    }
  }

  private static Published published(String key, CopyResult result, String source)
      throws LeaseLost {
    return switch (result) {
      case STORED, ALREADY_THERE -> new Published.Complete();
      case CONFLICT -> new Published.Conflict(key);
      case SOURCE_MISSING, SOURCE_ALTERED -> new Published.SourceLost(source, result.name());
      case STOPPED -> throw new LeaseLost("it was not renewed in time for " + key);
    };
  }

  private Published putManifest(Manifest manifest, Path file, Lease lease) throws LeaseLost {
    ImageId image = manifest.imageId();
    Version version = manifest.version();
    byte[] bytes = ManifestJson.bytes(manifest);
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new StoreUnavailable("the manifest could not be written to the work folder", e);
    }
    lease.mustHold();
    String key = Keys.manifest(image, version);
    PutResult result =
        variants.put(
            key,
            new StoredFile(
                file, bytes.length, Sha256.of(bytes), Keys.MANIFEST_TYPE, Keys.CACHE_CONTROL));
    boundary.reached(StepBoundary.MANIFEST_PUBLISHED);
    return published(key, CopyResult.of(result), key);
  }

  /// Waits until all puts and copies have ended, then answers or throws. A conflict counts more
  /// than a lost source.
  private Published all(List<Callable<Published>> puts) throws LeaseLost, InterruptedException {
    Published all = new Published.Complete();
    List<Throwable> failures = new ArrayList<>();
    for (Future<Published> put : parallel.invokeAll(puts)) {
      try {
        all = worse(all, put.get());
      } catch (ExecutionException e) {
        failures.add(e.getCause() == null ? e : e.getCause());
      }
    }
    for (Throwable failure : failures) {
      switch (failure) {
        case Error error -> throw error;
        case LeaseLost lost -> throw lost;
        default -> {}
      }
    }
    if (!failures.isEmpty()) {
      if (failures.getFirst() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a put failed", failures.getFirst());
    }
    return all;
  }

  private static Published worse(Published one, Published other) {
    return switch (one) {
      case Published.Complete _ -> other;
      case Published.SourceLost _ when other instanceof Published.Conflict -> other;
      case Published.SourceLost _, Published.Conflict _ -> one;
    };
  }
}
