package dev.tintype.cli.doctor;

import dev.tintype.cli.sample.Landscape;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.disk.Tree;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.WatermarkMissing;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.sandbox.JailException;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.Measure;
import dev.tintype.render.sandbox.SandboxReport;
import dev.tintype.server.settings.HumanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Starts a real renderer and renders a small picture into every format, and with every watermark.
final class RendererCheck {

  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final Path scratch;
  private final Recipe recipe;
  private final List<RecipeWatermark> watermarks;
  private final List<Finding> findings = new ArrayList<>();

  /// @param scratch an empty folder on the disk that will hold work folders
  /// @param recipe the recipe for the small picture
  /// @param watermarks the watermarks of all recipes
  RendererCheck(Path scratch, Recipe recipe, List<RecipeWatermark> watermarks) {
    this.scratch = scratch;
    this.recipe = recipe;
    this.watermarks = watermarks;
  }

  /// Starts a renderer. It starts only when its libvips passes the version gate and, under
  /// `require`, when its whole sandbox works.
  ///
  /// @param maker makes a renderer whose work folder is in the given folder
  List<Finding> findings(Function<Path, RendererProcess> maker)
      throws IOException, InterruptedException {
    try (RendererProcess renderer = maker.apply(scratch)) {
      SandboxReport report = renderer.warm();
      findings.add(Finding.ok("renderer", "starts, and its libvips passes the version gate"));
      sandbox(report);
      codecs(renderer);
      for (RecipeWatermark marked : watermarks) {
        watermark(renderer, marked);
      }
    } catch (StoreUnavailable | JailException e) {
      findings.add(Finding.missing("renderer", String.valueOf(e.getMessage())));
    }
    return List.copyOf(findings);
  }

  private void sandbox(SandboxReport report) {
    List<String> holds = new ArrayList<>();
    List<String> lacks = new ArrayList<>();
    measure(report, Measure.NO_NEW_PRIVILEGES, holds, lacks);
    measure(report, Measure.SECCOMP, holds, lacks);
    if (report.landlockAbi() > 0) {
      holds.add("Landlock ABI " + report.landlockAbi());
    } else {
      lacks.add("Landlock");
    }
    measure(report, Measure.CAPABILITIES_DROPPED, holds, lacks);
    (report.memoryCapBytes() > 0 ? holds : lacks)
        .add(
            "memory cap"
                + (report.memoryCapBytes() > 0
                    ? " " + HumanText.bytes(report.memoryCapBytes())
                    : ""));
    measure(report, Measure.CLEAN_ENVIRONMENT, holds, lacks);
    measure(report, Measure.DIES_WITH_PARENT, holds, lacks);
    measure(report, Measure.CGROUP, holds, lacks);
    holds.add("CPU: " + report.processorMeans());
    String detail =
        "%s; holds: %s; does not: %s"
            .formatted(
                report.mode().text(),
                String.join(", ", holds),
                lacks.isEmpty() ? "nothing" : String.join(", ", lacks));
    boolean whole = report.mode() != JailMode.OFF && report.missing().isEmpty();
    findings.add(whole ? Finding.ok("sandbox", detail) : Finding.warning("sandbox", detail));
    report.warnings().forEach(warning -> findings.add(Finding.warning("sandbox", warning)));
  }

  private static void measure(
      SandboxReport report, Measure measure, List<String> holds, List<String> lacks) {
    (report.holds(measure) ? holds : lacks).add(measure.text());
  }

  private void codecs(RendererProcess renderer) throws IOException, InterruptedException {
    Path picture = scratch.resolve("picture.jpg");
    new Landscape(320, 240, 1).write(picture);
    Request request = new Request(job(picture, recipe), picture, Tree.empty(variants()), DEADLINE);
    switch (renderer.render(request, step -> {})) {
      case Rendering.Rendered(Manifest manifest, var _, var _, var _) ->
          findings.add(
              Finding.ok(
                  "codecs",
                  "a small picture was rendered to %s: %s"
                      .formatted(
                          HumanText.count(manifest.variants().size(), "variant"),
                          formats(manifest))));
      case Rendering.Rejected(var reason, String detail) ->
          findings.add(Finding.missing("codecs", reason.code() + ": " + detail));
      case Rendering.Died died ->
          findings.add(Finding.missing("codecs", died.cause().code() + ": " + died.detail()));
      case Rendering.Interrupted _ -> findings.add(Finding.missing("codecs", "interrupted"));
    }
  }

  private Path variants() {
    return scratch.resolve("variants");
  }

  private static ImageJob job(Path picture, Recipe recipe) throws IOException {
    byte[] bytes = Files.readAllBytes(picture);
    return ImageJob.of(
        new ImageId("picture.jpg"),
        new ImageJob.Original(Sha256.of(bytes), bytes.length, "image/jpeg"),
        recipe,
        RenderRevision.CURRENT,
        Instant.EPOCH);
  }

  /// Lays the watermark over a small picture. A watermark that is not beside the recipe file may be
  /// stored; only the server knows.
  private void watermark(RendererProcess renderer, RecipeWatermark marked)
      throws IOException, InterruptedException {
    String name = "of recipe " + marked.recipe() + ": " + marked.watermark().image();
    Optional<byte[]> content = marked.content();
    if (content.isEmpty()) {
      findings.add(
          Finding.warning("watermark", name + " is not beside the recipe file; it must be stored"));
      return;
    }
    Path picture = scratch.resolve("picture.jpg");
    Path file = Files.write(scratch.resolve("watermark"), content.get());
    Request request =
        new Request(
            job(picture, marked.small()),
            picture,
            Tree.empty(variants()),
            DEADLINE,
            Optional.of(file));
    try {
      Rendering rendering = renderer.render(request, step -> {});
      findings.add(
          rendering instanceof Rendering.Rendered
              ? Finding.ok("watermark", name + " was laid over a small picture")
              : Finding.missing("watermark", name + ": " + rendering));
    } catch (WatermarkMissing e) {
      findings.add(Finding.missing("watermark", name + ": " + e.getMessage()));
    }
  }

  private static String formats(Manifest manifest) {
    return manifest.variants().stream()
        .map(variant -> variant.format().id())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
