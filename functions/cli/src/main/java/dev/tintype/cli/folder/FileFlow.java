package dev.tintype.cli.folder;

import dev.tintype.core.ImageJob;
import dev.tintype.core.Limits;
import dev.tintype.core.Manifest;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.disk.FullDisk;
import dev.tintype.core.disk.Tree;
import dev.tintype.core.port.Renderer;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.StorageFull;
import dev.tintype.server.settings.RecipeBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Processes one file: skip it if it is done, else copy it, render it and publish its variants.
public final class FileFlow {

  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /// A disk with less room than this is full.
  private static final long LEAST_ROOM_BYTES = 1 << 16;

  private final Path results;
  private final Recipe recipe;
  private final Optional<byte[]> watermark;
  private final InstantSource clock;

  /// @param results the output folder
  /// @param recipe the recipe for every file, and its watermark
  /// @param clock the creation time of jobs
  public FileFlow(Path results, RecipeBook.Usable recipe, InstantSource clock) {
    this.results = results;
    this.recipe = recipe.recipe();
    this.watermark = recipe.watermark();
    this.clock = clock;
  }

  /// @param scratch a folder that only the caller uses, on the file system of the results
  /// @throws StorageFull when the disk of the output folder is full
  /// @throws IOException when the output folder fails otherwise
  FileOutcome process(
      OriginalFile file, Path scratch, Renderer renderer, Renderer.Progress progress)
      throws InterruptedException, IOException {
    try {
      if (Files.size(file.path()) > Limits.MAX_ORIGINAL_BYTES) {
        return new FileOutcome.Refused(
            Rejection.TOO_LARGE, Files.size(file.path()) + " bytes on disk");
      }
      Optional<FileOutcome> done = finished(file, digest(file.path()));
      return done.isPresent() ? done.get() : make(file, scratch, renderer, progress);
    } catch (NoSuchFileException e) {
      return unusable(e, file, "It was deleted meanwhile.");
    } catch (AccessDeniedException e) {
      return unusable(e, file, "You have no permission to read it.");
    }
  }

  private static FileOutcome unusable(IOException e, OriginalFile file, String why)
      throws IOException {
    if (!file.path().toString().equals(e.getMessage())) {
      throw e;
    }
    return new FileOutcome.Unusable(why);
  }

  private Optional<FileOutcome> finished(OriginalFile file, Sha256 sha256) throws IOException {
    VersionFolder folder = folder(file, sha256);
    Optional<Manifest> manifest = folder.finished(recipe);
    return manifest.map(m -> new FileOutcome.Ready(m, folder.manifestPath(), true));
  }

  private VersionFolder folder(OriginalFile file, Sha256 sha256) {
    Version version = Version.of(sha256, recipe.digest(), RenderRevision.CURRENT);
    return new VersionFolder(results, file.imageId(), version);
  }

  /// Works on a copy. If the file changes meanwhile, its version still matches the bytes.
  private FileOutcome make(
      OriginalFile file, Path scratch, Renderer renderer, Renderer.Progress progress)
      throws InterruptedException, IOException {
    Path copy = scratch.resolve("original");
    ImageJob job;
    try {
      job = job(file, copy);
    } catch (IOException e) {
      throw fullOr(e);
    }
    Rendering rendering = tryTwice(job, copy, scratch, renderer, progress);
    return switch (rendering) {
      case Rendering.Rendered rendered -> publish(file, job, rendered, scratch);
      case Rendering.Rejected(Rejection reason, String detail) ->
          new FileOutcome.Refused(reason, detail);
      case Rendering.Died died -> new FileOutcome.Refused(died.cause(), died.detail());
      case Rendering.Interrupted _ -> new FileOutcome.Interrupted();
    };
  }

  private ImageJob job(OriginalFile file, Path copy) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    byte[] head = new byte[0];
    try (InputStream in = Files.newInputStream(file.path());
        OutputStream out =
            Files.newOutputStream(
                copy,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (bytes == 0) {
          head = java.util.Arrays.copyOf(buffer, n);
        }
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
        bytes += n;
      }
    }
    ImageJob.Original original = new ImageJob.Original(Sha256.of(digest), bytes, mediaType(head));
    return ImageJob.of(file.imageId(), original, recipe, RenderRevision.CURRENT, clock.instant());
  }

  private static String mediaType(byte[] head) {
    return OriginalFormat.sniff(head) instanceof OriginalFormat.Sniffed.Known(OriginalFormat format)
        ? format.mediaType()
        : "application/octet-stream";
  }

  /// Tries once more when the renderer died; by then the renderer has started a new process.
  private Rendering tryTwice(
      ImageJob job, Path original, Path scratch, Renderer renderer, Renderer.Progress progress)
      throws InterruptedException, IOException {
    Path variants = Tree.empty(scratch.resolve("variants"));
    Request request = new Request(job, original, variants, DEADLINE, watermark(scratch));
    Rendering first = renderer.render(request, progress);
    if (!(first instanceof Rendering.Died)) {
      return first;
    }
    Tree.empty(request.variants());
    return renderer.render(request, progress);
  }

  private Optional<Path> watermark(Path scratch) throws IOException {
    return watermark.isEmpty()
        ? Optional.empty()
        : Optional.of(Files.write(scratch.resolve("watermark"), watermark.get()));
  }

  private FileOutcome publish(
      OriginalFile file, ImageJob job, Rendering.Rendered rendered, Path scratch)
      throws IOException {
    VersionFolder folder = folder(file, job.original().sha256());
    if (!folder.hasShortNames()) {
      return new FileOutcome.Unusable("Its name is too long for the output folder: shorten it.");
    }
    try {
      folder.publish(rendered, scratch.resolve("variants"));
      return new FileOutcome.Ready(rendered.manifest(), folder.manifestPath(), false);
    } catch (IOException e) {
      Optional<Path> inTheWay = folder.inTheWay();
      if (inTheWay.isEmpty()) {
        throw fullOr(e);
      }
      return new FileOutcome.Unusable(
          inTheWay.get() + " is in the way of its results: move it, or choose another --out.");
    }
  }

  private IOException fullOr(IOException e) {
    if (FullDisk.isCause(e, results, LEAST_ROOM_BYTES)) {
      throw new StorageFull("There is no room left in " + results, e);
    }
    return e;
  }

  private static Sha256 digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in);
    }
  }
}
