package dev.tintype.render.fit;

import dev.tintype.core.Limits;
import dev.tintype.core.Recipe;
import dev.tintype.core.Recipes;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.render.plan.Admission;
import dev.tintype.render.process.TrialRenderer;
import dev.tintype.vips.Vips;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Prints predicted against actual peak memory: `AdmissionFit [DOCUMENT [KIND]]`.
///
/// For each kind the largest admitted original is looked up, one of 95 % of its pixels is made and
/// rendered by a fresh jailed renderer, and the most resident memory that ever had (`VmHWM`) is
/// read. With a document, the table is written between its marks. A KIND measures only those whose
/// name contains it. Exits 1 when a prediction was too low.
public final class AdmissionFit {

  private static final String BEGIN = "<!-- admission:begin -->";
  private static final String END = "<!-- admission:end -->";
  private static final long MIB = 1L << 20;
  private static final int ENCODERS = 2;

  private final Vips vips;
  private final Path folder;

  private AdmissionFit(Vips vips, Path folder) {
    this.vips = vips;
    this.folder = folder;
  }

  /// One measurement.
  private record Measured(
      String name, String largest, String original, long predicted, long actual, String outcome) {

    String row() {
      return "| %s | %s | %s | %d | %d | %.2f | %s |"
          .formatted(
              name,
              largest,
              original,
              predicted / MIB,
              actual / MIB,
              predicted / (double) Math.max(1, actual),
              outcome);
    }
  }

  /// Measures and prints.
  public static void main(String[] arguments) throws Exception {
    Vips vips = Vips.start(Path.of(System.getProperty("tintype.libvips", "")));
    vips.concurrency(1);
    Path folder = Files.createTempDirectory("tintype-fit");
    AdmissionFit fit = new AdmissionFit(vips, folder);
    String wanted = arguments.length > 1 ? arguments[1] : "";
    List<Measured> all = new ArrayList<>();
    for (Kind kind : Grid.kinds()) {
      if (kind.name().contains(wanted)) {
        Measured measured = fit.measure(kind, Recipes.FAST);
        System.err.println(measured.row());
        all.add(measured);
      }
    }
    Files.delete(folder);
    String table = table(all);
    System.out.print(table);
    if (arguments.length > 0 && !arguments[0].equals("-")) {
      write(Path.of(arguments[0]), table);
    }
    System.exit(all.stream().allMatch(m -> m.actual <= m.predicted) ? 0 : 1);
  }

  private Measured measure(Kind kind, Recipe recipe) throws Exception {
    int largest = largestHeight(kind, recipe);
    int height = Math.max(1, (int) (largest * 0.95));
    byte[] original = new Enlarged(vips).of(kind, height);
    long predicted = predicted(kind, height, recipe) + original.length - 1_000_000;
    try (TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"))) {
      Peak peak = new Peak(renderer);
      Rendering rendering = renderer.render(original, recipe, _ -> peak.look());
      peak.look();
      double megapixels = kind.width() * (double) height * kind.frames() / 1e6;
      return new Measured(
          kind.name(),
          "%d × %d".formatted(kind.width(), largest),
          "%.0f MP, %.1f MB".formatted(megapixels, original.length / 1e6),
          predicted,
          peak.bytes,
          rendering instanceof Rendering.Rendered ? "rendered" : told(rendering));
    }
  }

  /// The last look at a renderer that lives.
  private static final class Peak {
    private final TrialRenderer renderer;
    private long bytes;

    Peak(TrialRenderer renderer) {
      this.renderer = renderer;
    }

    void look() {
      bytes = Math.max(bytes, renderer.peakBytes());
    }
  }

  private static String told(Rendering rendering) {
    return rendering.toString().replace('\n', ' ').replace('|', '/');
  }

  private static int largestHeight(Kind kind, Recipe recipe) {
    int low = 1;
    int high = Limits.MAX_SIDE;
    if (kind.format() == dev.tintype.core.OriginalFormat.WEBP) {
      high = 16_383;
    } else if (kind.format() == dev.tintype.core.OriginalFormat.AVIF) {
      high = 16_384;
    }
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (Admission.of(kind.header(middle), recipe, ENCODERS) instanceof Admission.Admitted) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static long predicted(Kind kind, int height, Recipe recipe) {
    return switch (Admission.of(kind.header(height), recipe, ENCODERS)) {
      case Admission.Admitted(var _, long bytes) -> bytes;
      case Admission.Refused(var reason, String detail) ->
          throw new IllegalStateException(kind.name() + ": " + reason + ", " + detail);
    };
  }

  private static String table(List<Measured> all) {
    StringBuilder out =
        new StringBuilder(
            """
            | original | largest admitted, px | measured with | predicted MiB | actual MiB | ratio | outcome |
            |---|---|---|---:|---:|---:|---|
            """);
    all.forEach(measured -> out.append(measured.row()).append('\n'));
    double[] ratios =
        all.stream().mapToDouble(m -> m.predicted / (double) Math.max(1, m.actual)).sorted().toArray();
    long peak = all.stream().mapToLong(Measured::actual).max().orElse(0);
    return out.append(
            "%nPredicted / actual: lowest %.2f, median %.2f, highest %.2f. Largest peak: %d MiB.%n"
                .formatted(
                    ratios[0], ratios[ratios.length / 2], ratios[ratios.length - 1], peak / MIB))
        .toString();
  }

  private static void write(Path document, String table) throws java.io.IOException {
    String text = Files.readString(document, StandardCharsets.UTF_8);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(document + " has no marks " + BEGIN + " and " + END);
    }
    Files.writeString(
        document,
        text.substring(0, begin + BEGIN.length()) + "\n" + table + text.substring(end),
        StandardCharsets.UTF_8);
  }
}
