package dev.tintype.cli.capacity;

import dev.tintype.cli.capacity.AwsBill.Line;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.JobStore;
import dev.tintype.server.settings.HumanText;
import java.util.List;
import java.util.Optional;

/// The answer to a [Demand]. Where the sample has nothing similar, a part of it is absent.
///
/// @param demand what was asked
/// @param sample what it was estimated from
/// @param perImage what one image takes
/// @param once what making the variants costs on AWS; empty when the processor time is unknown
/// @param monthly what each month costs on AWS; empty when the bytes are unknown
public record Capacity(
    Demand demand, Sample sample, PerImage perImage, List<Line> once, List<Line> monthly) {

  /// Copies the lists.
  public Capacity {
    once = List.copyOf(once);
    monthly = List.copyOf(monthly);
  }

  /// Processor seconds of server and workers for one image beside its rendering:
  /// docs/benchmarks-platform.md has 26 s and 35 s for 500.
  private static final double OWN_SECONDS = 61 / 500.0;

  /// How busy processors should be, so that a peak does not wait long.
  static final double LOAD = 0.7;

  /// Memory of one worker with its renderer, as `serve` counts it.
  private static final double WORKER_BYTES = 2L << 30;

  /// The original and the manifest.
  private static final int FILES_BESIDE_VARIANTS = 2;

  /// `private/originals/IMAGE`, `public/IMAGE` and `public/IMAGE/VERSION`.
  private static final int FOLDERS = 3;

  private static final double SECONDS_PER_HOUR = 3_600;

  /// Half of a disk should be free: for another version of the images while a recipe changes, and
  /// for growth.
  static final int HEADROOM = 2;

  /// @param jobs an installation's images
  /// @param where what to call them
  /// @return absent when none of them is ready
  public static Optional<Sample> own(JobStore jobs, String where) {
    return own(new OwnRuns(jobs, Optional.empty()), where);
  }

  /// The same, for estimates of originals that were never rendered: the beginnings of all originals
  /// are read.
  ///
  /// @param where what to call them
  /// @throws dev.tintype.core.port.StoreUnavailable when an original cannot be read
  public static Optional<Sample> own(Stores stores, String where) {
    return own(new OwnRuns(stores.jobs(), Optional.of(stores.originals())), where);
  }

  private static Optional<Sample> own(OwnRuns runs, String where) {
    List<Sample.Rendered> newest = runs.newest();
    return newest.isEmpty()
        ? Optional.empty()
        : Optional.of(new Sample(origin(newest.size(), where), /* isOwn= */ true, newest));
  }

  private static String origin(int images, String where) {
    return "what was made of the newest %s of %s"
        .formatted(HumanText.count(images, "image"), where);
  }

  /// @return a photo that was measured for docs/benchmarks.md
  public static Sample measured() {
    return MeasuredPhoto.sample(RenderRevision.CURRENT);
  }

  /// Estimates it.
  public static Capacity of(Demand demand, Sample sample) {
    Estimator estimator = new Estimator(sample);
    PerImage perImage = perImage(estimator, demand);
    return new Capacity(
        demand,
        sample,
        perImage,
        perImage
            .cpuSeconds()
            .map(seconds -> seconds / photoSeconds(estimator, demand))
            .map(
                ratio -> AwsBill.once(demand.images(), demand.recipe(), perImage.variants(), ratio))
            .orElse(List.of()),
        perImage
            .variantBytes()
            .map(bytes -> AwsBill.monthly(demand.images() * (bytes + perImage.originalBytes())))
            .orElse(List.of()));
  }

  private static PerImage perImage(Estimator estimator, Demand demand) {
    if (demand.originals().isEmpty()) {
      return estimator.perImage(demand.recipe(), demand.originalBytes());
    }
    return estimator
        .perImage(demand.recipe(), demand.originals())
        .orElseGet(() ->
            estimator.perImage(demand.recipe(), Optional.of(Sample.meanBytes(demand.originals()))));
  }

  /// @return the processor time of the photo of docs/deploy.md, as this sample has it, else as
  ///   measured for docs/benchmarks.md
  private static double photoSeconds(Estimator estimator, Demand demand) {
    var base = AwsBill.base(demand.recipe());
    Sample photo = measured();
    return estimator
        .cpuSeconds(photo.pictures().getFirst(), base)
        .or(() -> new Estimator(photo).cpuSeconds(photo.pictures().getFirst(), base))
        .orElseThrow();
  }

  /// @return originals, variants and manifests
  double files() {
    return demand.images() * (perImage.variants() + FILES_BESIDE_VARIANTS);
  }

  /// @return files and folders of a data folder
  double inodes() {
    return files() + (double) demand.images() * FOLDERS;
  }

  /// @return the length of all originals
  double originalBytes() {
    return demand.images() * perImage.originalBytes();
  }

  /// @return the length of all variants
  Optional<Double> variantBytes() {
    return perImage.variantBytes().map(bytes -> demand.images() * bytes);
  }

  /// @return the room that disks should have
  Optional<Double> diskBytes() {
    return variantBytes().map(bytes -> HEADROOM * (bytes + originalBytes()));
  }

  /// @return for all renderings
  Optional<Double> cpuHours() {
    return perImage.cpuSeconds().map(seconds -> demand.images() * seconds / SECONDS_PER_HOUR);
  }

  /// @return how many images one processor makes in an hour, server included
  Optional<Double> perProcessorHour() {
    return perImage.cpuSeconds().map(seconds -> SECONDS_PER_HOUR * LOAD / (seconds + OWN_SECONDS));
  }

  /// @return how many workers with one encoder, each of which needs a processor; absent also if
  ///   nobody asks
  Optional<Long> workers() {
    return demand
        .perHour()
        .flatMap(rate -> perProcessorHour().map(most -> (long) Math.ceil(rate / most)));
  }

  /// @return the memory for the workers
  Optional<Double> workerBytes() {
    return workers().map(workers -> workers * WORKER_BYTES);
  }

  /// @return what viewers load in a month; absent also if nobody asks
  Optional<Double> viewedBytes() {
    return demand
        .views()
        .flatMap(views -> perImage.viewBytes().map(bytes -> demand.images() * views * bytes));
  }

  /// @return what caches load from the origin in a month; absent also if nobody asks
  Optional<Double> originBytes() {
    return viewedBytes().map(bytes -> bytes * (1 - demand.cacheHits()));
  }
}
