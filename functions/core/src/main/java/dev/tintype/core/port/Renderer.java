package dev.tintype.core.port;

import dev.tintype.core.CpuTime;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.Rejection;
import dev.tintype.core.state.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Makes every variant of an original. One job at a time per renderer; what it says has been
/// checked: results are measured files, never a claim of the decoder.
public interface Renderer extends AutoCloseable {

  /// Renders one job.
  ///
  /// @param request what to render, and where
  /// @param progress told when a step begins, on the calling thread
  /// @return what came of it; after anything but `Rendered` the variants folder holds nothing that
  ///   may be published
  /// @throws StoreUnavailable when the work folder has no room or cannot be written, or the machine
  ///   has no renderer or no time for it
  /// @throws WatermarkMissing when the recipe's watermark cannot be decoded
  Rendering render(Request request, Progress progress) throws InterruptedException;

  /// Finds what earlier versions have of a job, byte for byte as this renderer would make it.
  /// Nothing is decoded. Safe for use by many threads.
  ///
  /// @param job the job
  /// @param formers versions of the same image that are ready, the preferred ones first
  /// @return empty when everything must be made
  default Optional<Reuse> reuse(ImageJob job, List<Reuse.Former> formers) {
    return Optional.empty();
  }

  @Override
  void close();

  /// What to render, and where.
  ///
  /// @param job the job
  /// @param original the fetched original, whose length and digest were verified
  /// @param variants an empty folder for the results
  /// @param deadline how long it may take
  /// @param watermark the file of the recipe's watermark, whose digest was verified; absent exactly
  ///   when the recipe has none
  /// @param reuse what need not be made; a renderer may make it all the same
  record Request(
      ImageJob job,
      Path original,
      Path variants,
      Duration deadline,
      Optional<Path> watermark,
      Optional<Reuse> reuse) {
    /// @throws IllegalArgumentException when the recipe has a watermark and no file is given, or
    ///   the other way round
    public Request {
      if (watermark.isPresent() != job.recipe().watermark().isPresent()) {
        throw new IllegalArgumentException("the recipe's watermark and its file go together");
      }
    }

    /// A request for everything.
    public Request(
        ImageJob job, Path original, Path variants, Duration deadline, Optional<Path> watermark) {
      this(job, original, variants, deadline, watermark, Optional.empty());
    }

    /// A request for everything, under a recipe without a watermark.
    public Request(ImageJob job, Path original, Path variants, Duration deadline) {
      this(job, original, variants, deadline, Optional.empty(), Optional.empty());
    }
  }

  /// Hears of progress.
  @FunctionalInterface
  interface Progress {
    /// A step begins.
    ///
    /// @param step [Step#DECODE] or [Step#ENCODE]
    void reached(Step step);
  }

  /// What came of rendering.
  sealed interface Rendering {
    /// Every variant is there, or is in the request's reuse.
    ///
    /// @param manifest lists all of them, as if everything had been made
    /// @param files one for each different content that was made; several variants may share one
    /// @param note what of the original was not used, for the operator
    /// @param cpu the processor time that it took; absent when it was not measured
    record Rendered(
        Manifest manifest, List<RenderedFile> files, Optional<String> note, Optional<CpuTime> cpu)
        implements Rendering {
      /// Copies the list.
      public Rendered {
        files = List.copyOf(files);
      }

      /// A rendering that was not measured.
      public Rendered(Manifest manifest, List<RenderedFile> files, Optional<String> note) {
        this(manifest, files, note, Optional.empty());
      }

      /// A rendering with nothing to note, which was not measured.
      public Rendered(Manifest manifest, List<RenderedFile> files) {
        this(manifest, files, Optional.empty());
      }

      /// @return this rendering with its processor time
      public Rendered taking(Optional<CpuTime> measured) {
        return new Rendered(manifest, files, note, measured);
      }
    }

    /// The original cannot be rendered, whoever tries.
    ///
    /// @param reason why
    /// @param detail what was seen, for the operator
    record Rejected(Rejection reason, String detail) implements Rendering {}

    /// The renderer died or was killed; a fresh one is used next.
    ///
    /// @param step where it was
    /// @param cause [Rejection#DECODER_CRASHED] or [Rejection#DECODER_TIMEOUT]: the verdict should
    ///   it happen again
    /// @param detail what was seen, for the operator
    record Died(Step step, Rejection cause, String detail) implements Rendering {}

    /// We are shutting down: no verdict.
    record Interrupted() implements Rendering {}
  }

  /// One variant's file.
  ///
  /// @param variant what it is
  /// @param path where it lies
  record RenderedFile(Manifest.Variant variant, Path path) {}
}
