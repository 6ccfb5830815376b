package dev.tintype.render.fit;

import dev.tintype.core.Limits;
import dev.tintype.core.Recipe;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.render.pipeline.Pipeline;
import dev.tintype.render.plan.Admission;
import dev.tintype.render.plan.Header;
import dev.tintype.render.process.TrialRenderer;
import dev.tintype.vips.Vips;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Compares predicted peak memory with the actual peak. It finds the largest admitted original of a
/// kind, creates one with 95 % of its pixels, renders it in a fresh jailed renderer and reads that
/// renderer's highest resident memory (`VmHWM`).
public final class AdmissionFit {

  private static final int ENCODERS = 2;
  private static final double SHARE = 0.95;
  private static final long GUESSED_BYTES = 1_000_000;

  private final Path libvips;
  private final Vips vips;
  private final Pipeline pipeline;

  /// @param libvips the folder of libvips
  public AdmissionFit(Path libvips) {
    this.libvips = libvips;
    this.vips = Vips.start(libvips);
    this.pipeline = new Pipeline(vips, ENCODERS);
  }

  /// One measurement.
  ///
  /// @param width of the original, px
  /// @param largest the height of the largest admitted one, px
  /// @param frames its number of frames
  /// @param fileBytes length of the rendered original
  /// @param predictedBytes the prediction for it
  /// @param actualBytes its renderer's peak
  /// @param outcome `rendered`, or the failure
  public record Measured(
      int width,
      int largest,
      int frames,
      long fileBytes,
      long predictedBytes,
      long actualBytes,
      String outcome) {}

  /// @return the names of all kinds
  public static List<String> kinds() {
    return Grid.kinds().stream().map(Kind::name).toList();
  }

  /// Measures one kind.
  ///
  /// @param name one of [#kinds]
  public Measured measure(String name, Recipe recipe) throws IOException, InterruptedException {
    Kind kind = Grid.kinds().stream().filter(k -> k.name().equals(name)).findFirst().orElseThrow();
    int largest = largestHeight(kind, recipe);
    int height = Math.max(1, (int) (largest * SHARE));
    byte[] original = new Enlarged(vips).of(kind, height);
    Path folder = Files.createTempDirectory("tintype-fit");
    try (TrialRenderer renderer = TrialRenderer.asInService(libvips, folder)) {
      Peak peak = new Peak(renderer);
      Rendering rendering = renderer.render(original, recipe, _ -> peak.look());
      peak.look();
      return new Measured(
          kind.width(),
          largest,
          kind.frames(),
          original.length,
          predicted(name, header(original), recipe),
          peak.bytes,
          rendering instanceof Rendering.Rendered ? "rendered" : rendering.toString());
    }
  }

  /// The last value read from a live renderer.
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

  private static int largestHeight(Kind kind, Recipe recipe) {
    int low = 1;
    int high =
        switch (kind.format()) {
          case WEBP -> 16_383;
          case AVIF -> 16_384;
          case JPEG, PNG, GIF, TIFF -> Limits.MAX_SIDE;
        };
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (admission(kind, middle, GUESSED_BYTES, recipe) instanceof Admission.Admitted) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /// The header that the renderer will read, instead of the one that the kind states.
  private Header header(byte[] original) {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment file = arena.allocate(original.length);
      MemorySegment.copy(original, 0, file, ValueLayout.JAVA_BYTE, 0, original.length);
      return pipeline.header(file);
    }
  }

  private static long predicted(String name, Header header, Recipe recipe) {
    return switch (Admission.of(header, recipe, Optional.empty(), ENCODERS)) {
      case Admission.Admitted(var _, long predicted) -> predicted;
      case Admission.Refused(var reason, String detail) ->
          throw new IllegalStateException(name + ": " + reason + ", " + detail + ", " + header);
    };
  }

  private static Admission admission(Kind kind, int height, long bytes, Recipe recipe) {
    return Admission.of(kind.header(height, bytes), recipe, Optional.empty(), ENCODERS);
  }
}
