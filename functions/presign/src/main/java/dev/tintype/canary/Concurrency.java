package dev.tintype.canary;

/// Whether the account has enough Lambda executions for the images that are processed at once. Each
/// image needs two, because `process` waits while `render` works.
///
/// @param executions how many executions the functions may use at the same time
record Concurrency(int executions) {

  /// Executions for the API and the sweeper.
  private static final int RESERVE = 4;

  /// Lambda accepts no lower limit for a queue.
  private static final int LEAST = 2;

  /// @param bulkConcurrency how many images of bulk work are processed at once, beside the others
  /// @throws CanaryFailure with the highest value allowed, when there are too few executions
  void require(int maxConcurrency, int bulkConcurrency) throws CanaryFailure {
    int most = (executions - RESERVE) / 2;
    if (most < LEAST) {
      throw new CanaryFailure(
          "This account allows %d concurrent executions of Lambda. Tintype needs at least %d: ask AWS to raise the quota."
              .formatted(executions, 2 * LEAST + RESERVE));
    }
    if (maxConcurrency > most) {
      throw new CanaryFailure(
          "MaxConcurrency is %d, and the highest value allowed is %d: this account allows %d concurrent executions of Lambda, each image needs two, and four are for the API and the sweeper."
              .formatted(maxConcurrency, most, executions));
    }
    if (bulkConcurrency > most - maxConcurrency) {
      throw new CanaryFailure(
          "BulkConcurrency is %d, and together with MaxConcurrency, which is %d, the highest value allowed is %d: this account allows %d concurrent executions of Lambda, each image needs two, and four are for the API and the sweeper."
              .formatted(bulkConcurrency, maxConcurrency, most, executions));
    }
  }
}
