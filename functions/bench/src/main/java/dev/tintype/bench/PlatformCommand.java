package dev.tintype.bench;

import dev.tintype.bench.contestant.EngineContestant;
import dev.tintype.bench.contestant.Sample;
import dev.tintype.bench.figure.Figures;
import dev.tintype.bench.figure.Machine;
import dev.tintype.bench.input.MeasuredRecipes;
import dev.tintype.bench.input.Photos;
import dev.tintype.bench.platform.BoundFigure;
import dev.tintype.bench.platform.Load;
import dev.tintype.bench.platform.LoadFigure;
import dev.tintype.bench.platform.MixedPhotos;
import dev.tintype.bench.platform.Piece;
import dev.tintype.bench.platform.ProcessFigure;
import dev.tintype.bench.report.MarkedDocument;
import dev.tintype.bench.report.PlatformPage;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.vips.Vips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures the running platform under a load of many photographs, and the encodes of the same
/// photographs alone. Stores the figures, piece by piece, and rewrites the document.
@Command(
    name = "platform",
    description = "Measures the platform under a load, and writes docs/benchmarks-platform.md.")
final class PlatformCommand implements Callable<Integer> {

  /// The available measurements.
  enum Stage {
    photos,
    bound,
    load,
    both,
    process,
    report
  }

  private static final List<Stage> USUAL = List.of(Stage.photos, Stage.both, Stage.report);

  private static final int WARM_UP = 6;

  @Mixin private Setup setup = new Setup();

  @Parameters(
      arity = "0..*",
      description =
          "photos, bound, load, both, process, report; photos, both and report unless named")
  private List<Stage> stages = List.of();

  @Option(names = "--first", description = "number of the first photograph (${DEFAULT-VALUE})")
  private int first;

  @Option(names = "--count", description = "how many photographs (${DEFAULT-VALUE})")
  private int count = 500;

  @Option(names = "--piece", description = "photographs measured in one go (${DEFAULT-VALUE})")
  private int piece = 500;

  @Option(
      names = "--largest-mp",
      description = "stage photos: only photographs with at most so many megapixels, from 0.6")
  private double largestMp;

  @Option(names = "--workers", description = "worker processes, or jobs of 'process'")
  private int workers;

  @Option(names = "--encoders", description = "files each worker encodes at once")
  private int encoders;

  @Option(
      names = "--script",
      defaultValue = Setup.ROOT + "/tintype",
      description = "the script tintype (${DEFAULT-VALUE})")
  private Path script = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (Stage stage : stages.isEmpty() ? USUAL : stages) {
      switch (stage) {
        case photos -> create();
        case bound -> inPieces(this::bound);
        case load -> inPieces(this::load);
        case both -> inPieces(this::both);
        case process -> inPieces(this::process);
        case report -> report();
      }
    }
    return 0;
  }

  private void create() throws IOException {
    if (largestMp > 0) {
      Path made = folder().resolve("photos");
      new MixedPhotos(Vips.start(setup.libvips()), setup.photos(), made)
          .small(count, largestMp * 1e6);
    } else {
      photos(0, first + count + WARM_UP);
    }
  }

  private interface Measuring {
    void measure(int from, int many) throws IOException, InterruptedException;
  }

  private void inPieces(Measuring measuring) throws IOException, InterruptedException {
    for (int from = first; from < first + count; from += piece) {
      measuring.measure(from, Math.min(piece, first + count - from));
    }
  }

  private Path folder() throws IOException {
    return Files.createDirectories(setup.work().resolve("platform"));
  }

  private Figures figures() throws IOException {
    return new Figures(folder());
  }

  /// Loads libvips only while there are photographs to create.
  private List<Path> photos(int from, int many) throws IOException {
    Path made = folder().resolve("photos");
    List<Path> files = new ArrayList<>();
    for (int number = from; number < from + many; number++) {
      files.add(made.resolve("%04d.jpg".formatted(number)));
    }
    if (files.stream().allMatch(Files::exists)) {
      return files;
    }
    Photos photos = setup.photos();
    return new MixedPhotos(Vips.start(setup.libvips()), photos, made).some(from, many);
  }

  private void bound(int from, int many) throws IOException {
    List<Path> photos = photos(from, many);
    Path scratch = setup.scratch();
    double wall = 0;
    double cpu = 0;
    try (EngineContestant engine =
        new EngineContestant(
            setup.libvips(), scratch, photos.getFirst(), MeasuredRecipes.named("fast"), true)) {
      engine.run();
      for (Path photo : photos) {
        engine.turnTo(photo);
        Sample sample = engine.run();
        wall += sample.wall();
        cpu += sample.cpu();
      }
    }
    BoundFigure figure = new BoundFigure(from, many, wall, cpu);
    figures().add(figure.json());
    System.err.printf(Locale.ROOT, "bound %d+%d: %.1f s, %.1f CPU s%n", from, many, wall, cpu);
  }

  private void load(int from, int many) throws IOException, InterruptedException {
    List<Path> photos = photos(from, many);
    List<Path> warmUp = photos(from + many, WARM_UP);
    Path scratch = setup.scratch();
    Load load = new Load(script, scratch);
    LoadFigure figure = load.run(new Piece(from, many, workers, encoders), warmUp, photos);
    figures().add(figure.json());
    System.err.printf(
        Locale.ROOT,
        "load %s: %d ready in %.1f s; POST p99 %.2f ms idle, %.2f ms loaded; CPU %.1f + %.1f s;"
            + " server %.0f MB%n",
        figure.piece().id(),
        figure.ready(),
        figure.seconds(),
        PlatformPage.percentile(figure.idleMillis(), 0.99),
        PlatformPage.percentile(figure.loadMillis(), 0.99),
        figure.serverCpuSeconds(),
        figure.workersCpuSeconds(),
        figure.peakBytes() / 1e6);
  }

  /// Measures the bound of one half before the load and of the other half after it, so that a
  /// machine whose speed drifts favours neither.
  private void both(int from, int many) throws IOException, InterruptedException {
    int half = many / 2;
    bound(from, half);
    load(from, many);
    bound(from + half, many - half);
  }

  /// Uses the number given as workers as the number of jobs.
  private void process(int from, int many) throws IOException, InterruptedException {
    Path scratch = setup.scratch();
    Path links = Load.linked(scratch.resolve("photos"), photos(from, many));
    ProcessFigure figure =
        ProcessFigure.of(script, links, scratch.resolve("out"), from, many, Math.max(1, workers));
    figures().add(figure.json());
    System.err.printf(Locale.ROOT, "process %d jobs: %.1f s%n", figure.jobs(), figure.seconds());
  }

  private void report() throws IOException {
    LibvipsBundle bundle = setup.bundle();
    String versions =
        "%s; libvips %s with %s".formatted(Machine.text(), bundle.libvips(), bundle.codecs());
    new MarkedDocument(setup.docs().resolve("benchmarks-platform.md"))
        .write(new PlatformPage(figures().all(), versions).text());
  }
}
