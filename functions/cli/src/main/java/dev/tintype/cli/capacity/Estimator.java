package dev.tintype.cli.capacity;

import dev.tintype.cli.capacity.Sample.Rendered;
import dev.tintype.cli.plan.Forecast;
import dev.tintype.cli.plan.ImagePlan;
import dev.tintype.cli.plan.PlanSum;
import dev.tintype.cli.plan.UnseenOriginals;
import dev.tintype.core.Recipe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// Estimates what images take from a sample, as the plan of a recipe change does. For one thread.
final class Estimator {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Sample sample;
  private final PlanSum learned = new PlanSum();
  private final UnseenOriginals unseen = new UnseenOriginals();

  Estimator(Sample sample) {
    this.sample = sample;
    for (Rendered picture : sample.pictures()) {
      learned.learn(picture.known());
      unseen.learn(picture.file(), picture.known());
    }
  }

  /// @param originals files that are not rendered yet, at least one
  /// @return absent when files like theirs were made too rarely to tell one original from another
  Optional<PerImage> perImage(Recipe recipe, List<Rendered> originals) {
    List<Planned> plans =
        originals.stream().map(each -> new Planned(each, plan(each, recipe))).toList();
    List<Forecast> forecasts =
        plans.stream().map(each -> unseen.forecast(each.plan(), each.picture().file())).toList();
    boolean isKnown =
        forecasts.stream().allMatch(each -> each.bytes().isPresent() && each.cpu().isPresent());
    return isKnown
        ? Optional.of(
            new PerImage(
                Sample.meanBytes(originals),
                plans.stream()
                    .mapToLong(each -> each.plan().variants().encoded())
                    .average()
                    .orElseThrow(),
                mean(forecasts, each -> each.bytes().map(Long::doubleValue)),
                mean(forecasts, each -> each.cpu().map(Estimator::seconds)),
                mean(
                    plans,
                    each ->
                        viewBytes(
                            each.plan(),
                            part -> unseen.forecast(part, each.picture().file()).bytes()))))
        : Optional.empty();
  }

  /// An original and the plan of its first version.
  private record Planned(Rendered picture, ImagePlan plan) {}

  /// @param originalBytes the mean length of an original; absent for that of the sample
  PerImage perImage(Recipe recipe, Optional<Double> originalBytes) {
    double factor = originalBytes.map(wanted -> wanted / sample.originalBytes()).orElse(1.0);
    List<ImagePlan> plans =
        sample.pictures().stream().map(picture -> plan(picture.times(factor), recipe)).toList();
    return new PerImage(
        originalBytes.orElse(sample.originalBytes()),
        plans.stream().mapToLong(plan -> plan.variants().encoded()).average().orElseThrow(),
        mean(plans, this::bytes),
        mean(plans, this::cpuSeconds),
        mean(plans, plan -> viewBytes(plan, part -> learned.forecast(part).bytes())));
  }

  /// @return the processor time of one picture, in seconds; absent when it cannot be estimated
  Optional<Double> cpuSeconds(Rendered picture, Recipe recipe) {
    return cpuSeconds(plan(picture, recipe));
  }

  private static ImagePlan plan(Rendered picture, Recipe recipe) {
    return ImagePlan.first(
        picture.original(), picture.bytes(), recipe, picture.focus(), picture.known());
  }

  /// Pictures that cannot be estimated are left out. Few of a sample are: those that an earlier
  /// release rendered, for example, have no measured time.
  private static <T> Optional<Double> mean(List<T> plans, Function<T, Optional<Double>> of) {
    OptionalDouble mean =
        plans.stream()
            .flatMap(plan -> of.apply(plan).stream())
            .mapToDouble(Double::doubleValue)
            .average();
    return mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty();
  }

  private Optional<Double> bytes(ImagePlan plan) {
    return learned.forecast(plan).bytes().map(Long::doubleValue);
  }

  private Optional<Double> cpuSeconds(ImagePlan plan) {
    return learned.forecast(plan).cpu().map(Estimator::seconds);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / NANOS_PER_SECOND;
  }

  /// @return absent also when only some formats can be estimated: another one may be smaller
  private static Optional<Double> viewBytes(
      ImagePlan plan, Function<ImagePlan, Optional<Long>> bytes) {
    if (bytes.apply(plan).isEmpty()) {
      return Optional.empty();
    }
    return plan.formats().stream()
        .map(plan::only)
        .flatMap(
            part -> bytes.apply(part).map(sum -> (double) sum / part.variants().encoded()).stream())
        .min(Double::compare);
  }
}
