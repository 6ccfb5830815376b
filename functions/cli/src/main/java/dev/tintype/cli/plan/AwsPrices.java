package dev.tintype.cli.plan;

/// What work on images costs on AWS. The prices are list prices in USD of us-east-1, x86-64, as of
/// early 2025, the same as in `.ci/aws/cost.py`; docs/deploy.md has a bill that was estimated with
/// them. Check them at https://calculator.aws.
public final class AwsPrices {

  /// For each second of a function and GB of its memory.
  public static final double GB_SECOND = 0.0000166667;

  /// For each call of a function.
  public static final double INVOCATION = 0.20e-6;

  /// For each PUT or POST.
  public static final double S3_PUT = 5.0e-6;

  /// For each GET or HEAD.
  public static final double S3_GET = 0.4e-6;

  /// For each GB that is stored for a month.
  public static final double S3_GB_MONTH = 0.023;

  /// For each request.
  public static final double HTTP_API = 1.0e-6;

  /// For each request.
  public static final double SQS = 0.4e-6;

  /// For each write unit.
  public static final double WRITE_UNIT = 0.625e-6;

  /// For each read unit.
  public static final double READ_UNIT = 0.125e-6;

  /// For each GB that is written.
  public static final double LOGS_GB = 0.5;

  /// For each event.
  public static final double EVENT = 1.0e-6;

  /// The memory of the function `render` in the template, in GB.
  public static final double RENDER_GB = 3008 / 1024.0;

  /// The memory of the function `process` in the template, in GB.
  public static final double PROCESS_GB = 384 / 1024.0;

  /// The processors that Lambda gives to `render`.
  /// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
  public static final double RENDER_PROCESSORS = 3008 / 1769.0;

  /// Seconds of `render` for the transfers of one image.
  public static final double RENDER_TRANSFERS = 0.2;

  /// Seconds of `process` for one image, with storage and job store and without its rendering, as
  /// measured for docs/deploy.md.
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
