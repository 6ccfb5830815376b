package dev.tintype.cli.capacity;

import dev.tintype.cli.capacity.Sample.Rendered;
import dev.tintype.cli.plan.ImagePlan;
import dev.tintype.cli.plan.PlanSum;
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

  Estimator(Sample sample) {
    this.sample = sample;
    sample.pictures().forEach(picture -> learned.learn(picture.known()));
  }

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
        mean(plans, this::viewBytes));
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
  private static Optional<Double> mean(
      List<ImagePlan> plans, Function<ImagePlan, Optional<Double>> of) {
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
    return learned.forecast(plan).cpu().map(Duration::toNanos).map(n -> n / NANOS_PER_SECOND);
  }

  /// @return absent also when only some formats can be estimated: another one may be smaller
  private Optional<Double> viewBytes(ImagePlan plan) {
    if (bytes(plan).isEmpty()) {
      return Optional.empty();
    }
    return plan.formats().stream()
        .map(plan::only)
        .flatMap(part -> bytes(part).map(bytes -> bytes / part.variants().encoded()).stream())
        .min(Double::compare);
  }
}
