package dev.tintype.render.process;

import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.disk.Tree;
import dev.tintype.core.port.Renderer.Progress;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.Reuse;
import dev.tintype.render.cgroup.MemoryGroups;
import dev.tintype.render.child.Fault;
import dev.tintype.render.child.FaultyMain;
import dev.tintype.render.child.ForgivingMain;
import dev.tintype.render.child.TakenOverMain;
import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.sandbox.JailMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A real jailed renderer with its own folder; it takes bytes instead of jobs.
public final class TrialRenderer implements AutoCloseable {

  private static final ImageId IMAGE = new ImageId("01JD0000000000000000000000");

  private final Path folder;
  private final RendererProcess renderer;
  private final Duration deadline;
  private Optional<Fault> fault = Optional.empty();

  private TrialRenderer(Path folder, RendererProcess renderer, Duration deadline) {
    this.folder = folder;
    this.renderer = renderer;
    this.deadline = deadline;
  }

  /// A renderer as in production.
  public static TrialRenderer asInService(Path folder) {
    return asInService(libvips(), folder);
  }

  /// A renderer as in production, with the libvips in a folder.
  public static TrialRenderer asInService(Path libvips, Path folder) {
    return of(libvips, folder, RendererProgram.ofThisProduct(), Duration.ofMinutes(20));
  }

  /// A renderer that is kept after it rejected an original.
  public static TrialRenderer kept(Path folder, Duration deadline) {
    return kept(libvips(), folder, deadline);
  }

  /// A renderer that is kept after it rejected an original, with the libvips in a folder.
  public static TrialRenderer kept(Path libvips, Path folder, Duration deadline) {
    return of(libvips, folder, program(ForgivingMain.class), deadline);
  }

  /// A renderer with a deliberate fault in its first job.
  public static TrialRenderer faulty(Path folder, Fault fault, Duration deadline) {
    TrialRenderer faulty = of(libvips(), folder, program(FaultyMain.class), deadline);
    faulty.fault = Optional.of(fault);
    return faulty;
  }

  /// The renderers of a function, which one original can take over ([TakenOverMain]).
  public static RendererProcess takenOver(RendererSettings settings) {
    return new RendererProcess(
        settings, () -> RendererHome.open(settings, program(TakenOverMain.class)));
  }

  /// A renderer as in production, on a machine with these control groups.
  static TrialRenderer among(MemoryGroups groups, Path folder) {
    RendererSettings settings = settings(libvips(), folder.resolve("work"));
    return of(
        folder,
        new RendererProcess(
            settings,
            () -> {
              RendererHome home = RendererHome.open(settings, RendererProgram.ofThisProduct());
              return new RendererHome(
                  home.folder(), home.jail(), home.limits(), home.program(), () -> groups);
            }),
        Duration.ofMinutes(5));
  }

  private static RendererProgram program(Class<?> main) {
    return new RendererProgram(
        main.getName(),
        Stream.concat(
                RendererClassPath.entries().stream(), Stream.of(RendererClassPath.location(main)))
            .toList());
  }

  /// @return the control groups around the renderer
  MemoryGroups memoryGroups() {
    return renderer.memoryGroups();
  }

  private static Path libvips() {
    return Path.of(System.getProperty("tintype.libvips", ""));
  }

  private static TrialRenderer of(
      Path libvips, Path folder, RendererProgram program, Duration deadline) {
    RendererSettings settings = settings(libvips, folder.resolve("work"));
    return of(
        folder,
        new RendererProcess(settings, () -> RendererHome.open(settings, program)),
        deadline);
  }

  private static TrialRenderer of(Path folder, RendererProcess renderer, Duration deadline) {
    try {
      Files.createDirectories(folder.resolve("variants"));
      return new TrialRenderer(folder, renderer, deadline);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The full jail, a cap of 1.5 GiB, two encoders.
  public static RendererSettings settings(Path scratch) {
    return settings(libvips(), scratch);
  }

  private static RendererSettings settings(Path libvips, Path scratch) {
    LibvipsBundle bundle = LibvipsBundle.in(libvips);
    RendererLife life = RendererLife.ON_A_MACHINE.jobs(2000);
    return RendererSettings.of(bundle, scratch, JailMode.REQUIRE, life).encoders(2);
  }

  /// Renders an original; its variants stay in [#variants] until the next one.
  public Rendering render(byte[] original, Recipe recipe) throws InterruptedException {
    return render(original, recipe, _ -> {});
  }

  /// Renders an original and reports its steps.
  public Rendering render(byte[] original, Recipe recipe, Progress progress)
      throws InterruptedException {
    return render(original, recipe, Optional.empty(), Optional.empty(), progress);
  }

  /// Renders an original under a recipe with a watermark.
  ///
  /// @param watermark the content of the watermark's file
  Rendering render(byte[] original, Recipe recipe, byte[] watermark)
      throws InterruptedException, IOException {
    Path file = folder.resolve("watermark");
    Files.deleteIfExists(file);
    Files.write(file, watermark);
    return render(original, recipe, Optional.empty(), Optional.of(file), _ -> {});
  }

  /// Renders an original with a focal point.
  Rendering render(byte[] original, Recipe recipe, Focus focus) throws InterruptedException {
    return render(original, recipe, Optional.of(focus), Optional.empty(), _ -> {});
  }

  /// Lets the next job meet a fault, in a renderer that was made for faults.
  void meet(Fault next) {
    fault = Optional.of(next);
  }

  private Rendering render(
      byte[] original,
      Recipe recipe,
      Optional<Focus> focus,
      Optional<Path> watermark,
      Progress progress)
      throws InterruptedException {
    try {
      empty(variants());
      Path file = folder.resolve("original");
      Files.deleteIfExists(file);
      Files.write(file, original);
      ImageJob job =
          ImageJob.of(
              IMAGE,
              new ImageJob.Original(Sha256.of(original), original.length, "image/jpeg", focus),
              withFault(recipe),
              RenderRevision.parse("1-trial"),
              Instant.EPOCH);
      return renderer.render(new Request(job, file, variants(), deadline, watermark), progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Renders a job, except what is reused, into an empty folder of the caller.
  Rendering render(byte[] original, ImageJob job, Optional<Reuse> reuse, Path to)
      throws IOException, InterruptedException {
    Path file = folder.resolve("original");
    Files.deleteIfExists(file);
    Files.write(file, original);
    return renderer.render(new Request(job, file, to, deadline, Optional.empty(), reuse), _ -> {});
  }

  /// @return what the renderer need not make
  Optional<MemoryUse> memoryUse() {
    return renderer.memoryUse();
  }

  Optional<Reuse> reuse(ImageJob job, List<Reuse.Former> formers) {
    return renderer.reuse(job, formers);
  }

  private Recipe withFault(Recipe recipe) {
    String name = fault.map(Fault::recipeName).orElse(recipe.name());
    fault = Optional.empty();
    return new Recipe(
        name,
        recipe.sizes(),
        recipe.formats(),
        recipe.background(),
        recipe.animation(),
        recipe.watermark(),
        recipe.graphics());
  }

  /// @return the folder of the last job's variants
  public Path variants() {
    return folder.resolve("variants");
  }

  /// @return the contents of the renderer's own folders, by path
  public List<Path> leftovers() {
    try {
      return Tree.files(folder.resolve("work")).stream()
          .filter(path -> !path.toString().endsWith(".lock"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return the folders that could not be emptied
  public List<Path> leftFolders() {
    return renderer.leftFolders();
  }

  /// @return the output folder of the running renderer
  public Path out() {
    try (Stream<Path> work = Files.list(folder.resolve("work"))) {
      return work.filter(path ->
              Files.isDirectory(path) && !renderer.leftFolders().contains(path.toAbsolutePath()))
          .findFirst()
          .orElseThrow()
          .resolve("out");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts the renderer if none runs.
  ///
  /// @return its process id
  public long warm() throws InterruptedException {
    renderer.warm();
    return renderer.pid();
  }

  /// @return the process id of the running renderer, 0 when there is none
  public long pid() {
    return renderer.pid();
  }

  /// @return the running renderer's highest resident memory, bytes; 0 when there is none
  public long peakBytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + renderer.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static void empty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /// Ends the renderer and removes the folder.
  @Override
  public void close() {
    renderer.close();
    try {
      Tree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
