package dev.tintype.cli.doctor;

import dev.tintype.cli.sample.Landscape;
import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.Watermark;
import dev.tintype.core.disk.Tree;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.WatermarkMissing;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.process.RendererSettings;
import dev.tintype.render.sandbox.JailException;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.Measure;
import dev.tintype.render.sandbox.SandboxReport;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.RecipeBook;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Checks the machine, then starts a real renderer and renders a small picture into every format.
public final class Examination {

  private static final long NEEDED_ROOM_BYTES = 1L << 30;
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final Path scratch;
  private final Recipe recipe;
  private final Function<Path, RendererProcess> maker;
  private final List<Marked> watermarks = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /// @param scratch an empty folder on the disk that will hold work folders
  /// @param recipe the recipe for the small picture
  /// @param maker makes a renderer whose work folder is in the given folder
  public Examination(Path scratch, Recipe recipe, Function<Path, RendererProcess> maker) {
    this.scratch = scratch;
    this.recipe = recipe;
    this.maker = maker;
  }

  /// Also checks whether the recipes can be read and their watermarks be used.
  ///
  /// @param reading reads the recipes of the installation
  public void recipes(Supplier<RecipeBook> reading) {
    try {
      RecipeBook known = reading.get();
      for (Recipe each : known.forClients().recipes()) {
        each.watermark().ifPresent(mark -> watermarks.add(new Marked(each.name(), mark, known)));
      }
    } catch (RecipeBook.Unreadable e) {
      findings.add(Finding.missing("recipes", String.valueOf(e.getMessage())));
    }
  }

  /// The watermark of a recipe.
  private record Marked(String recipe, Watermark watermark, RecipeBook known) {
    Optional<byte[]> content() {
      return known.watermarks().content(watermark.image());
    }

    /// A recipe that needs little time.
    Recipe small() {
      Size size =
          new Size(
              new SizeName("marked"),
              64,
              64,
              new Fit.Inside(false),
              /* sharpen= */ false,
              Optional.empty(),
              /* watermark= */ true);
      Formats formats =
          new Formats(Map.of(Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 60, 0))));
      return new Recipe(
          "marked",
          List.of(size),
          formats,
          "#ffffff",
          /* animation= */ false,
          Optional.of(watermark));
    }
  }

  /// Runs every check, in the order in which a user would repair problems.
  ///
  /// @param bundle the libvips that was found; a failure is also reported as a finding
  public List<Finding> run(Supplier<LibvipsBundle> bundle)
      throws IOException, InterruptedException {
    platform();
    java();
    processors();
    room();
    if (libvips(bundle)) {
      renderer();
    }
    return List.copyOf(findings);
  }

  private void platform() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
    String architecture = RenderRevision.CURRENT.architecture();
    boolean known = architecture.equals("x86_64") || architecture.equals("arm64");
    String detail = system + ", " + architecture + ", render revision " + RenderRevision.CURRENT;
    findings.add(
        System.getProperty("os.name").equals("Linux") && known
            ? Finding.ok("platform", detail)
            : Finding.missing("platform", detail + ": Linux with x86-64 or arm64 is needed"));
  }

  private void java() {
    String detail =
        "%s %s in %s"
            .formatted(
                System.getProperty("java.vendor"),
                System.getProperty("java.version"),
                System.getProperty("java.home"));
    findings.add(
        Runtime.version().feature() == 25
            ? Finding.ok("java", detail)
            : Finding.missing("java", detail + ": a JDK 25 is needed"));
  }

  private void processors() throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    findings.add(machine(processors, Memory.ofThisProcess()));
  }

  /// @return a finding about the machine's resources and the limits of its control group
  static Finding machine(int processors, Memory memory) {
    String detail =
        "%s, %s of memory%s; a renderer may use %s"
            .formatted(
                HumanText.count(processors, "processor"),
                HumanText.bytes(memory.machineBytes()),
                memory
                    .limit()
                    .map(limit ->
                        ", of which the control group %s allows %s"
                            .formatted(limit.group(), HumanText.bytes(limit.bytes())))
                    .orElse(""),
                HumanText.bytes(RendererSettings.MEMORY_BYTES));
    return memory.bytes() >= RendererSettings.MEMORY_BYTES
        ? Finding.ok("machine", detail)
        : Finding.warning(
            "machine",
            detail + ": the kernel may kill renderers of large originals; those are retried");
  }

  private void room() throws IOException {
    FileStore store = Files.getFileStore(scratch);
    String detail =
        "%s free in %s (%s)"
            .formatted(HumanText.bytes(store.getUsableSpace()), scratch, store.type());
    findings.add(
        store.getUsableSpace() >= NEEDED_ROOM_BYTES
            ? Finding.ok("scratch space", detail)
            : Finding.warning("scratch space", detail + ": free at least 1 GB"));
  }

  private boolean libvips(Supplier<LibvipsBundle> bundle) {
    try {
      LibvipsBundle found = bundle.get();
      String codecs =
          found.codecs().entrySet().stream()
              .map(codec -> codec.getKey() + " " + codec.getValue())
              .collect(Collectors.joining(", "));
      findings.add(
          Finding.ok(
              "libvips", "%s with %s in %s".formatted(found.libvips(), codecs, found.library())));
      return true;
    } catch (IllegalStateException e) {
      findings.add(Finding.missing("libvips", String.valueOf(e.getMessage())));
      return false;
    }
  }

  /// Starts a renderer. It starts only when its libvips passes the version gate and, under
  /// `require`, when its whole sandbox works.
  private void renderer() throws IOException, InterruptedException {
    try (RendererProcess renderer = maker.apply(scratch)) {
      SandboxReport report = renderer.warm();
      findings.add(Finding.ok("renderer", "starts, and its libvips passes the version gate"));
      sandbox(report);
      codecs(renderer);
      for (Marked marked : watermarks) {
        watermark(renderer, marked);
      }
    } catch (StoreUnavailable | JailException e) {
      findings.add(Finding.missing("renderer", String.valueOf(e.getMessage())));
    }
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
  private void watermark(RendererProcess renderer, Marked marked)
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
