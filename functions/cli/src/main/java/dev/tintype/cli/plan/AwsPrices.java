package dev.tintype.cli.plan;

/// What moving images costs on AWS. The prices are list prices in USD of us-east-1, x86-64, as of
/// early 2025, the same as in `.ci/aws/cost.py`; docs/deploy.md has a bill that was estimated with
/// them. Check them at https://calculator.aws.
final class AwsPrices {

  private static final double GB_SECOND = 0.0000166667;
  private static final double INVOCATION = 0.20e-6;
  private static final double S3_PUT = 5.0e-6;
  private static final double S3_GET = 0.4e-6;

  /// The memory of the functions `render` and `process` in the template, in GB.
  private static final double RENDER_GB = 3008 / 1024.0;

  private static final double PROCESS_GB = 384 / 1024.0;

  /// The processors that Lambda gives to `render`.
  /// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
  private static final double RENDER_PROCESSORS = 3008 / 1769.0;

  /// Seconds of one image beside its rendering: of `render` for transfers, and of `process` with
  /// storage and job store, as measured for docs/deploy.md.
  private static final double RENDER_TRANSFERS = 0.2;

  private static final double PROCESS_OWN = 3.0;

  /// For each image: the job store, the queue, the calls of the API, logs and the event.
  private static final double OTHERS = 0.05e-3;

  /// The archive that `render` uploads, and the manifest.
  private static final int PUTS_BESIDE_VARIANTS = 2;

  /// The original and the archive.
  private static final int GETS_BESIDE_COPIES = 2;

  private AwsPrices() {}

  /// @param images how many images are moved
  /// @param made how many variants are encoded
  /// @param reused how many variants are kept or copied
  /// @param cpuSeconds of the renderings
  /// @return USD
  static double usd(long images, long made, long reused, double cpuSeconds) {
    double rendering = cpuSeconds / RENDER_PROCESSORS + images * RENDER_TRANSFERS;
    double processing = rendering + images * PROCESS_OWN;
    double puts = made + reused + (double) images * PUTS_BESIDE_VARIANTS;
    double gets = reused + (double) images * GETS_BESIDE_COPIES;
    return GB_SECOND * (rendering * RENDER_GB + processing * PROCESS_GB)
        + puts * S3_PUT
        + gets * S3_GET
        + images * (2 * INVOCATION + OTHERS);
  }
}
