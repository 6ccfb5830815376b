package dev.tintype.core.flow;

import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Renderer;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Reuse.Former;
import dev.tintype.core.port.Reuse.Source;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A renderer that decodes nothing and reuses what it can. Its variants are short texts that depend
/// on size and format alone.
final class ReusingRenderer implements Renderer {

  /// The names of the files of each rendering.
  final List<List<String>> made = new ArrayList<>();

  /// Runs at the start of each rendering.
  Runnable before = () -> {};

  static byte[] bytes(String name) {
    return ("the variant " + name).getBytes(StandardCharsets.UTF_8);
  }

  /// @return the manifest that this renderer makes for a job
  static Manifest manifest(ImageJob job) {
    Manifest other = MemoryRenderer.manifest(job);
    List<Variant> variants =
        other.variants().stream()
            .map(variant -> {
              byte[] bytes = bytes(name(variant));
              return new Variant(
                  variant.size(),
                  variant.format(),
                  variant.width(),
                  variant.height(),
                  bytes.length,
                  Sha256.of(bytes),
                  variant.animated(),
                  variant.url());
            })
            .toList();
    return new Manifest(
        other.imageId(),
        other.version(),
        other.recipe(),
        other.original(),
        other.renderer(),
        other.thumbhash(),
        other.dominantColor(),
        variants);
  }

  private static String name(Variant variant) {
    return Keys.variantName(variant.size(), variant.format());
  }

  @Override
  public Optional<Reuse> reuse(ImageJob job, List<Former> formers) {
    Map<String, Source> files = new HashMap<>();
    for (Variant wanted : manifest(job).variants()) {
      formers.stream()
          .flatMap(former -> former.manifest().variants().stream())
          .filter(has -> has.sha256().equals(wanted.sha256()))
          .findFirst()
          .ifPresent(
              has -> files.put(name(wanted), new Source(has.url(), has.bytes(), has.sha256())));
    }
    return Optional.of(new Reuse(manifest(job).original(), files, Optional.empty()))
        .filter(reuse -> !reuse.isEmpty());
  }

  @Override
  public Rendering render(Request request, Progress progress) {
    before.run();
    progress.reached(Step.DECODE);
    progress.reached(Step.ENCODE);
    Manifest manifest = manifest(request.job());
    List<RenderedFile> files = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Variant variant : manifest.variants()) {
      if (!request.reuse().map(Reuse::files).orElse(Map.of()).containsKey(name(variant))) {
        names.add(name(variant));
        files.add(new RenderedFile(variant, write(request, name(variant))));
      }
    }
    made.add(names);
    return new Rendering.Rendered(manifest, files);
  }

  private static Path write(Request request, String name) {
    try {
      return Files.write(request.variants().resolve(name), bytes(name));
    } catch (IOException e) {
      throw new StoreUnavailable("cannot write into the work folder", e);
    }
  }

  @Override
  public void close() {}
}
