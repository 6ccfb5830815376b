package dev.tintype.bench.contestant;

import dev.tintype.core.Fit;
import dev.tintype.core.Focus;
import dev.tintype.core.Gravity;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Rendering.Rendered;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Reuse.Former;
import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.process.RendererSettings;
import dev.tintype.render.sandbox.JailMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A photo under a recipe with three crops, whose focal point is moved. The widths are reused; the
/// crops are made.
public final class MovedFocus implements AutoCloseable {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final RendererProcess renderer;
  private final Path original;
  private final Path variants;
  private final ImageJob moved;
  private final Reuse reuse;

  /// @param scratch an existing folder for this measurement alone
  /// @param widths a recipe; three crops are added to it
  public MovedFocus(LibvipsBundle bundle, Path scratch, Path original, Recipe widths)
      throws IOException, InterruptedException {
    this.renderer =
        new RendererProcess(
            RendererSettings.of(
                bundle, scratch.resolve("work"), JailMode.REQUIRE, RendererLife.ON_A_MACHINE));
    this.original = original;
    this.variants = Files.createTempDirectory(scratch, "variants-");
    Recipe recipe = withCrops(widths);
    ImageJob first = job(original, recipe, new Focus(2000, 3000));
    this.moved = job(original, recipe, new Focus(7000, 6000));
    renderer.warm();
    Former former = new Former(first, render(first, Optional.empty()).manifest());
    this.reuse = renderer.reuse(moved, List.of(former)).orElseThrow();
    Folders.empty(variants);
  }

  private static Recipe withCrops(Recipe widths) {
    List<Size> sizes = new ArrayList<>(widths.sizes());
    sizes.add(crop("avatar", 300, 300));
    sizes.add(crop("card", 1200, 630));
    sizes.add(crop("banner", 1600, 900));
    return new Recipe(
        widths.name(), sizes, widths.formats(), widths.background(), widths.animation());
  }

  private static Size crop(String name, int widthPx, int heightPx) {
    return new Size(
        new SizeName(name), widthPx, heightPx, new Fit.Cover(/* enlarge= */ false, Gravity.CENTRE));
  }

  private static ImageJob job(Path original, Recipe recipe, Focus focus) throws IOException {
    try (InputStream bytes = Files.newInputStream(original)) {
      return ImageJob.of(
          new ImageId("bench"),
          new ImageJob.Original(
              Sha256.of(bytes), Files.size(original), "image/jpeg", Optional.of(focus)),
          recipe,
          RenderRevision.CURRENT,
          Instant.EPOCH);
    }
  }

  private Rendered render(ImageJob job, Optional<Reuse> known) throws InterruptedException {
    Rendering rendering =
        renderer.render(
            new Request(job, original, variants, LONG, Optional.empty(), known), _ -> {});
    if (rendering instanceof Rendered rendered) {
      return rendered;
    }
    throw new IllegalStateException(original + " was not rendered: " + rendering);
  }

  /// @return how many files are reused
  public int copied() {
    return reuse.files().size();
  }

  /// @return how many files are made
  public int made() {
    return moved.recipe().variantCount() - copied();
  }

  /// @param part whether files are reused; else everything is made
  /// @return CPU seconds of the worker and the renderer
  public double cpuSeconds(boolean part) throws IOException, InterruptedException {
    long pid = renderer.pid();
    double before = ProcessUsage.cpuSeconds(pid) + ProcessUsage.ownCpuSeconds();
    render(moved, part ? Optional.of(reuse) : Optional.empty());
    double after = ProcessUsage.cpuSeconds(pid) + ProcessUsage.ownCpuSeconds();
    Folders.empty(variants);
    return after - before;
  }

  @Override
  public void close() {
    renderer.close();
  }
}
