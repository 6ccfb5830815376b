package dev.tintype.cli.capacity;

import static dev.tintype.cli.plan.AwsPrices.EVENT;
import static dev.tintype.cli.plan.AwsPrices.GB_SECOND;
import static dev.tintype.cli.plan.AwsPrices.HTTP_API;
import static dev.tintype.cli.plan.AwsPrices.INVOCATION;
import static dev.tintype.cli.plan.AwsPrices.LOGS_GB;
import static dev.tintype.cli.plan.AwsPrices.PROCESS_GB;
import static dev.tintype.cli.plan.AwsPrices.READ_UNIT;
import static dev.tintype.cli.plan.AwsPrices.RENDER_GB;
import static dev.tintype.cli.plan.AwsPrices.RENDER_PROCESSORS;
import static dev.tintype.cli.plan.AwsPrices.RENDER_TRANSFERS;
import static dev.tintype.cli.plan.AwsPrices.S3_GB_MONTH;
import static dev.tintype.cli.plan.AwsPrices.S3_GET;
import static dev.tintype.cli.plan.AwsPrices.S3_PUT;
import static dev.tintype.cli.plan.AwsPrices.SQS;
import static dev.tintype.cli.plan.AwsPrices.WRITE_UNIT;

import dev.tintype.core.Recipe;
import dev.tintype.core.recipe.Recipes;
import java.util.ArrayList;
import java.util.List;

/// What images cost on AWS, by line. The lines, and what one photo needs of each, are those of
/// docs/deploy.md: a photo of 4.2 MB under a built-in recipe gives its numbers. The time of
/// rendering is that photo's, times the processor time of other images by that of the photo, so the
/// speed of the machine that measured them does not matter.
final class AwsBill {

  /// What was measured for docs/deploy.md under one recipe, with 21 variants.
  ///
  /// @param renderCpuSeconds processor time of the function `render`
  /// @param workerSeconds time of the function `process` beside its wait for `render`
  /// @param apiSeconds time of the function `presign` in three calls
  private record Measured(double renderCpuSeconds, double workerSeconds, double apiSeconds) {}

  private static final Measured FAST = new Measured(3.612, 2.95, 0.385);
  private static final Measured DEFAULT = new Measured(9.934, 2.62, 0.205);

  /// The memory of the function `presign` in the template, in GB.
  private static final double PRESIGN_GB = 1024 / 1024.0;

  private static final int API_CALLS = 3;

  /// The original, the archive that `render` uploads, and the manifest.
  private static final int PUTS_BESIDE_VARIANTS = 3;

  private static final int GETS = 3;
  private static final int WRITE_UNITS = 54;
  private static final int READ_UNITS = 13;
  private static final int SQS_REQUESTS = 3;
  private static final double LOG_GB = 4e-6;

  /// A month of the sweeper, the alarms and the metrics of a stack: docs/deploy.md.
  private static final List<Line> FIXED =
      List.of(
          new Line("the sweeper", 0.27),
          new Line("16 alarms, 10 of them free", 0.60),
          new Line("16 metrics, 10 of them free", 1.80));

  private AwsBill() {}

  /// One line.
  ///
  /// @param name what is paid for
  /// @param usd how much, for all images
  record Line(String name, double usd) {}

  /// @return the recipe under which the photo of docs/deploy.md stands for this one
  static Recipe base(Recipe recipe) {
    return recipe.name().equals(Recipes.FAST.name()) ? Recipes.FAST : Recipes.DEFAULT;
  }

  /// @param cpuRatio the processor time of an image by that of the photo of docs/deploy.md under
  ///   the recipe of [#base]
  /// @return what making the variants costs, once
  static List<Line> once(long images, Recipe recipe, double variants, double cpuRatio) {
    Measured measured = base(recipe).equals(Recipes.FAST) ? FAST : DEFAULT;
    double render = RENDER_TRANSFERS + measured.renderCpuSeconds() * cpuRatio / RENDER_PROCESSORS;
    double worker = measured.workerSeconds() + render;
    double puts = variants + PUTS_BESIDE_VARIANTS;
    return List.of(
        line(
            images,
            "Lambda, render: %.1f s at 3008 MB".formatted(render),
            render * RENDER_GB * GB_SECOND + INVOCATION),
        line(
            images,
            "Lambda, worker: %.1f s at 384 MB, of which it waits %.1f s".formatted(worker, render),
            worker * PROCESS_GB * GB_SECOND + INVOCATION),
        line(
            images,
            "S3, %.0f PUT or POST and %d GET or HEAD".formatted(puts, GETS),
            puts * S3_PUT + GETS * S3_GET),
        line(
            images,
            "DynamoDB, %d write and %d read units".formatted(WRITE_UNITS, READ_UNITS),
            WRITE_UNITS * WRITE_UNIT + READ_UNITS * READ_UNIT),
        line(
            images,
            "API and its function, %d calls".formatted(API_CALLS),
            measured.apiSeconds() * PRESIGN_GB * GB_SECOND + API_CALLS * (INVOCATION + HTTP_API)),
        line(images, "SQS, %d requests".formatted(SQS_REQUESTS), SQS_REQUESTS * SQS),
        line(images, "logs, 4 KB", LOG_GB * LOGS_GB),
        line(images, "EventBridge, 1 event", EVENT));
  }

  private static Line line(long images, String name, double usd) {
    return new Line(name, images * usd);
  }

  /// @param bytes of originals and variants
  /// @return what each month costs
  static List<Line> monthly(double bytes) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("storage, originals included", bytes / 1e9 * S3_GB_MONTH));
    lines.addAll(FIXED);
    return List.copyOf(lines);
  }

  /// @return the sum, in USD
  static double sum(List<Line> lines) {
    return lines.stream().mapToDouble(Line::usd).sum();
  }
}
