package dev.tintype.core.flow.process;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.port.Renderer.RenderedFile;
import dev.tintype.core.port.Renderer.Rendering.Rendered;
import dev.tintype.core.port.Storage;
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

/// Puts all variants into the public storage in parallel, then the manifest, which marks the
/// version complete. It never overwrites an object, so repeating it is safe.
final class Publish {

  private final Storage variants;
  private final ExecutorService parallel;
  private final StepBoundary boundary;

  Publish(Storage variants, ExecutorService parallel, StepBoundary boundary) {
    this.variants = variants;
    this.parallel = parallel;
    this.boundary = boundary;
  }

  /// @param manifestFile where the manifest is written before it is put
  /// @return the key of an object that already holds other bytes; empty when there is none
  /// @throws LeaseLost when the lease was lost; puts under way write the same bytes as any other
  ///   worker
  /// @throws StoreUnavailable when it is unknown whether a file is stored
  Optional<String> publish(Rendered rendered, Path manifestFile, Lease lease)
      throws LeaseLost, InterruptedException {
    Map<Sha256, Path> files =
        rendered.files().stream()
            .collect(
                Collectors.toMap(
                    file -> file.variant().sha256(), RenderedFile::path, (one, _) -> one));
    List<Callable<Optional<String>>> puts = new ArrayList<>();
    for (Manifest.Variant variant : rendered.manifest().variants()) {
      StoredFile file = file(variant, files.get(variant.sha256()));
      puts.add(() -> put(key(rendered.manifest(), variant), file, lease));
    }
    Optional<String> conflict = all(puts);
    return conflict.isPresent() ? conflict : putManifest(rendered.manifest(), manifestFile, lease);
  }

  private static String key(Manifest manifest, Manifest.Variant variant) {
    return Keys.variant(manifest.imageId(), manifest.version(), variant.size(), variant.format());
  }

  private static StoredFile file(
      Manifest.Variant variant, @org.jspecify.annotations.Nullable Path path) {
    if (path == null) {
      throw new IllegalStateException("the renderer made no file for " + variant.url());
    }
    return new StoredFile(
        path, variant.bytes(), variant.sha256(), variant.format().mediaType(), Keys.CACHE_CONTROL);
  }

  private Optional<String> put(String key, StoredFile file, Lease lease) throws LeaseLost {
    lease.mustHold();
    PutResult result = variants.put(key, file);
    boundary.reached(StepBoundary.PUBLISHED + key.substring(key.lastIndexOf('/') + 1));
    return result == PutResult.CONFLICT ? Optional.of(key) : Optional.empty();
  }

  private Optional<String> putManifest(Manifest manifest, Path file, Lease lease) throws LeaseLost {
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
    return result == PutResult.CONFLICT ? Optional.of(key) : Optional.empty();
  }

  /// Waits until all puts have ended, then answers or throws.
  private Optional<String> all(List<Callable<Optional<String>>> puts)
      throws LeaseLost, InterruptedException {
    Optional<String> conflict = Optional.empty();
    List<Throwable> failures = new ArrayList<>();
    for (Future<Optional<String>> put : parallel.invokeAll(puts)) {
      try {
        Optional<String> result = put.get();
        conflict = conflict.isPresent() ? conflict : result;
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
    return conflict;
  }
}
