package dev.tintype.core.flow.verify;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.RenderTools;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Watermarks;
import dev.tintype.core.flow.WorkFolders.Work;
import dev.tintype.core.flow.process.Fetch;
import dev.tintype.core.flow.process.Fetch.Fetched;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Renderer.RenderedFile;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.WatermarkMissing;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Retired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Restores the promised bytes of one ready version: the manifest from its record, the variants
/// from a new rendering. A file is stored only when its digest is the promised one. An altered file
/// is deleted only when the right bytes are at hand. If a restore dies between deleting and
/// storing, the file is missing and the next run restores it.
final class Restore {

  private final JobStore jobs;
  private final Storage variants;
  private final RenderTools renderTools;
  private final EdgeCache edge;
  private final FlowContext context;
  private final Fetch fetch;
  private final Watermarks watermarks;

  Restore(Stores stores, RenderTools renderTools, EdgeCache edge, FlowContext context) {
    this.jobs = stores.jobs();
    this.variants = stores.variants();
    this.renderTools = renderTools;
    this.edge = edge;
    this.context = context;
    this.fetch = new Fetch(stores.originals());
    this.watermarks = new Watermarks(stores.originals());
  }

  /// The result for one file.
  sealed interface Restored {
    /// The file is restored.
    record Done() implements Restored {}

    /// This renderer makes other bytes.
    ///
    /// @param why what was seen
    record OtherBytes(String why) implements Restored {}

    /// The file cannot be restored.
    ///
    /// @param why what was seen
    record Impossible(String why) implements Restored {}
  }

  /// @return the result for each damage
  Map<Damage, Restored> restore(VersionRecord record, Manifest manifest, List<Damage> damages)
      throws InterruptedException {
    try (Work work = renderTools.folders().open(context.freshName())) {
      Map<String, StoredFile> files = new HashMap<>();
      StoredFile own = manifest(manifest, work);
      String manifestKey = Keys.manifest(manifest.imageId(), manifest.version());
      files.put(manifestKey, own);
      Optional<Restored> obstacle =
          damages.stream().anyMatch(d -> isVariant(d, manifestKey))
              ? render(record.job(), manifest, work, files)
              : Optional.empty();
      Map<Damage, Restored> restored = new LinkedHashMap<>();
      for (Damage damage : damages) {
        restored.put(damage, restoreIfReady(record, damage, files, obstacle));
      }
      forgetCopies(manifest);
      return restored;
    } catch (IOException e) {
      throw new StoreUnavailable("no work folder", e);
    }
  }

  /// Rendering and storing take time. The version may be retired or its image erased meanwhile, and
  /// nothing would delete a file that is stored after that.
  private Restored restoreIfReady(
      VersionRecord record,
      Damage damage,
      Map<String, StoredFile> files,
      Optional<Restored> obstacle) {
    if (!isReady(record)) {
      return new Restored.Impossible("its version is no longer ready");
    }
    Restored result = restore(damage, files, obstacle);
    if (result instanceof Restored.Done && isGone(record)) {
      variants.delete(damage.key());
      return new Restored.Impossible("its version was retired or erased meanwhile");
    }
    return result;
  }

  /// @return whether nobody wants the version's files any more. A version that is made again is not
  ///   gone: its next run may count on the file
  private boolean isGone(VersionRecord record) {
    ImageId image = record.job().imageId();
    return jobs.image(image).filter(ImageRecord::isLive).isEmpty()
        || jobs.version(image, record.job().version())
            .map(now -> now.state() instanceof Retired || now.state() instanceof Expired)
            .orElse(true);
  }

  private boolean isReady(VersionRecord record) {
    ImageId image = record.job().imageId();
    return jobs.image(image).filter(ImageRecord::isLive).isPresent()
        && jobs.version(image, record.job().version())
            .filter(now -> now.run() == record.run() && now.state() instanceof Ready)
            .isPresent();
  }

  private void forgetCopies(Manifest manifest) {
    String folder = Keys.version(manifest.imageId(), manifest.version());
    EdgeCache.Answer answer = edge.forget(List.of(folder));
    if (!(answer instanceof EdgeCache.Answer.Accepted)) {
      throw new StoreUnavailable("the edge cache may keep copies of " + folder + ": " + answer);
    }
  }

  private static boolean isVariant(Damage damage, String manifestKey) {
    return !isOriginal(damage) && !damage.key().equals(manifestKey);
  }

  private static boolean isOriginal(Damage damage) {
    return damage.key().startsWith(Keys.ORIGINALS);
  }

  private Restored restore(
      Damage damage, Map<String, StoredFile> files, Optional<Restored> obstacle) {
    StoredFile file = files.get(damage.key());
    if (isOriginal(damage)) {
      return new Restored.Impossible("the original must be uploaded again");
    }
    if (file == null) {
      return obstacle.orElseGet(() -> new Restored.OtherBytes("the renderer makes other bytes"));
    }
    if (damage.kind() == Damage.Kind.ALTERED) {
      variants.delete(damage.key());
    }
    PutResult result = variants.put(damage.key(), file);
    FlowLog.event("repair.restored").with("key", damage.key()).with("result", result).info();
    return result == PutResult.CONFLICT
        ? new Restored.Impossible("other bytes were stored meanwhile: run it again")
        : new Restored.Done();
  }

  private static StoredFile manifest(Manifest manifest, Work work) throws IOException {
    byte[] bytes = ManifestJson.bytes(manifest);
    Files.write(work.manifest(), bytes);
    return new StoredFile(
        work.manifest(), bytes.length, Sha256.of(bytes), Keys.MANIFEST_TYPE, Keys.CACHE_CONTROL);
  }

  /// Adds every variant whose promised bytes can be made.
  ///
  /// @return the obstacle, when none can be made
  private Optional<Restored> render(
      ImageJob job, Manifest manifest, Work work, Map<String, StoredFile> files)
      throws IOException, InterruptedException {
    if (!job.renderRevision().equals(renderTools.renderRevision())) {
      return Optional.of(
          new Restored.OtherBytes(
              "made by revision "
                  + job.renderRevision()
                  + ", here "
                  + renderTools.renderRevision()));
    }
    if (!(fetch.fetch(job, work.original()) instanceof Fetched.Verified)) {
      return Optional.of(new Restored.Impossible("the original is missing or altered"));
    }
    try {
      return render(request(job, work), manifest, files);
    } catch (WatermarkMissing e) {
      return Optional.of(new Restored.Impossible(String.valueOf(e.getMessage())));
    }
  }

  private Request request(ImageJob job, Work work) throws IOException {
    return new Request(
        job,
        work.original(),
        work.variants(1),
        renderTools.renderDeadline().of(1),
        watermarks.fetch(job, work.watermark()));
  }

  private Optional<Restored> render(
      Request request, Manifest manifest, Map<String, StoredFile> files)
      throws InterruptedException {
    return switch (renderTools.renderer().render(request, _ -> {})) {
      case Rendering.Rendered rendered -> {
        addPromised(manifest, rendered, files);
        yield Optional.empty();
      }
      case Rendering.Rejected rejected ->
          Optional.of(
              new Restored.Impossible("rendering it again ended " + rejected.reason().code()));
      case Rendering.Died died ->
          Optional.of(new Restored.Impossible("rendering it again ended " + died.cause().code()));
      case Rendering.Interrupted _ -> throw new InterruptedException("shutting down");
    };
  }

  private static void addPromised(
      Manifest manifest, Rendering.Rendered rendered, Map<String, StoredFile> files) {
    Map<Sha256, Path> made =
        rendered.files().stream()
            .collect(
                Collectors.toMap(
                    file -> file.variant().sha256(), RenderedFile::path, (one, _) -> one));
    for (Manifest.Variant variant : manifest.variants()) {
      Path path = made.get(variant.sha256());
      if (path != null) {
        files.put(
            Keys.variant(manifest.imageId(), manifest.version(), variant.size(), variant.format()),
            new StoredFile(
                path,
                variant.bytes(),
                variant.sha256(),
                variant.format().mediaType(),
                Keys.CACHE_CONTROL));
      }
    }
  }
}
