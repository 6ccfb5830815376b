package dev.tintype.core.port;

import dev.tintype.core.Format;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.state.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A renderer that decodes nothing. Its variants are short texts that depend only on the job.
///
/// @param instead returns another result for a request, or nothing
public record MemoryRenderer(Function<Request, Optional<Rendering>> instead) implements Renderer {

  /// Creates a renderer that renders everything.
  public MemoryRenderer() {
    this(_ -> Optional.empty());
  }

  @Override
  public Rendering render(Request request, Progress progress) throws InterruptedException {
    progress.reached(Step.DECODE);
    progress.reached(Step.ENCODE);
    Optional<Rendering> other = instead.apply(request);
    if (other.isPresent()) {
      return other.get();
    }
    Manifest manifest = manifest(request.job());
    List<RenderedFile> files = new ArrayList<>();
    for (Manifest.Variant variant : manifest.variants()) {
      files.add(new RenderedFile(variant, write(request, variant)));
    }
    return new Rendering.Rendered(manifest, files);
  }

  private static Path write(Request request, Manifest.Variant variant) {
    try {
      String name = Keys.variantName(variant.size(), variant.format());
      return Files.write(
          request.variants().resolve(name), bytes(request.job(), variant.size(), variant.format()));
    } catch (IOException e) {
      throw new StoreUnavailable("cannot write into the work folder", e);
    }
  }

  /// @return the manifest this renderer makes for a job
  public static Manifest manifest(ImageJob job) {
    List<Manifest.Variant> variants = new ArrayList<>();
    for (Size size : job.recipe().sizes()) {
      for (Format format : job.recipe().formatsOf(size).all()) {
        byte[] bytes = bytes(job, size.name(), format);
        variants.add(
            new Manifest.Variant(
                size.name(),
                format,
                size.widthPx(),
                size.widthPx() / 2 + 1,
                bytes.length,
                Sha256.of(bytes),
                false,
                Keys.variant(job.imageId(), job.version(), size.name(), format)));
      }
    }
    return new Manifest(
        job.imageId(),
        job.version(),
        new Manifest.RecipeRef(job.recipe().name(), job.recipe().digest()),
        new Manifest.OriginalInfo("jpeg", 4000, 2001, false, false, 1),
        new Manifest.RendererInfo(job.renderRevision(), "0.0.0", Map.of()),
        "1QcSHQRnh493V4dIh4eXh1h4kJUI",
        "#335577",
        variants);
  }

  /// @return the bytes of one variant
  public static byte[] bytes(ImageJob job, SizeName size, Format format) {
    return ("variant " + job.version() + " " + size + "." + format.extension())
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {}
}
